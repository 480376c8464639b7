// For tests: counts every operator new of the program that links counting_new.cc.
#pragma once

namespace legevakt::triage {

long Allocations();

}  // namespace legevakt::triage
