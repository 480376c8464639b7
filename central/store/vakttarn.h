// The minimum data set of Vakttårn, the national watch over the use of out-of-hours services (NKLM): one row
// for each contact, without anything that names a person. docs/export.md says what each column is, where it
// comes from, and which coding is a national one. A column is never renamed; new ones go last.
#pragma once

#include "central/store/history.h"
#include "central/store/table.h"

namespace legevakt::store {

Table VakttarnTable(const History& history);

}  // namespace legevakt::store
