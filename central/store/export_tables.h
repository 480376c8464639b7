// Which columns the export has, and where each comes from. A column is never renamed; new ones go last.
#pragma once

#include "central/store/history.h"
#include "central/store/table.h"

namespace legevakt::store {

Table ContactsTable(const History& history);
Table CallsTable(const History& history);
Table MissionsTable(const History& history);

}  // namespace legevakt::store
