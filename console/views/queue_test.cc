// The queue under a pointer: a click is meant for the row that was read.
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>

#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;
using Rig = testing::ShellRig;

void PointAtSecondRow(Rig& rig) {
  const auto* list = rig.probe.Find("queue/list");
  ASSERT_NE(list, nullptr);
  ImGui::GetIO().MousePos = {list->min.x + 120, list->min.y + 78};
  rig.Frames();
  rig.Pass(2 * kSecondUs);
}

void Click(Rig& rig) {
  for (const bool down : {true, false}) {
    ImGui::GetIO().MouseDown[0] = down;
    rig.app.Frame(rig.mono += 16'000);
  }
  rig.Frames();
}

std::int64_t ColleagueAnswers(LocalCentral& central, const char* phone) {
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(central.Ring(phone, "4647"));
  return central.Do(central.Colleague(), answer);
}

void ColleagueCloses(LocalCentral& central, std::int64_t id) {
  v1::Command close;
  close.mutable_close_contact()->set_contact_id(id);
  close.mutable_close_contact()->set_measure(v1::MEASURE_NOT_MEDICAL);
  central.Do(central.Colleague(), close);
}

// With the keys; gives its place. Another lies below it.
std::size_t CursorTo(Rig& rig, std::int64_t id) {
  rig.Pass(2 * kSecondUs);
  rig.Press(testing::Key::kEscape);
  const auto& rows = rig.app.view().order.rows();
  const auto at = static_cast<std::size_t>(std::find(rows.begin(), rows.end(), id) - rows.begin());
  for (std::size_t i = 0; i < at; ++i) rig.Press(testing::Key::kDown);
  EXPECT_GT(at, 0U);
  EXPECT_LT(at + 1, rows.size());
  EXPECT_EQ(rig.app.view().cursor.row, id);
  return at;
}

TEST(Queue, AClickJustAfterTheRowsMovedOpensNobodyButWhereNothingMovedItOpens) {
  LocalCentral central;
  testing::FillEvening(central);
  Rig rig(central);
  PointAtSecondRow(rig);
  const auto& rows = rig.app.view().order.rows();
  const auto before = rig.app.view().contact_id;
  // Nobody has assessed them: they come between.
  const auto between = ColleagueAnswers(central, "41200077");
  central.Pass(0);
  rig.app.Frame(rig.mono += 16'000);
  ASSERT_EQ(rows.at(1), between);
  Click(rig);
  EXPECT_EQ(rig.app.view().contact_id, before) << "another lay there a moment ago";
  PointAtSecondRow(rig);
  const auto below = ColleagueAnswers(central, "41200078");
  central.Pass(0);
  rig.app.Frame(rig.mono += 16'000);
  ASSERT_EQ(rows.at(1), between);
  ASSERT_EQ(rows.at(2), below);
  Click(rig);
  EXPECT_EQ(rig.app.view().contact_id, between);
}

// The same for the keyboard: the row under the cursor leaves, and the next comes under it.
TEST(Queue, AnEnterJustAfterTheRowLeftOpensNobodyAndTheCursorStaysInItsPlace) {
  LocalCentral central;
  testing::FillEvening(central);
  const auto leaves = ColleagueAnswers(central, "41200077");
  Rig rig(central);
  const std::size_t at = CursorTo(rig, leaves);
  const auto rows = rig.app.view().order.rows();
  const auto open = rig.app.view().contact_id;
  ColleagueCloses(central, leaves);
  central.Pass(0);
  rig.screen.keys().PushKey({testing::Key::kEnter});
  rig.app.Frame(rig.mono += 16'000);
  rig.Frames();
  EXPECT_EQ(rig.app.view().contact_id, open) << "meant for the one who left";
  EXPECT_EQ(rig.app.view().cursor.row, rows.at(at + 1)) << "and not for the first of all";
  rig.Pass(kSecondUs);
  rig.Press(testing::Key::kEnter);
  EXPECT_EQ(rig.app.view().contact_id, rows.at(at + 1));
}

// It left while the hand was elsewhere: whoever comes to the list now sees who stands there.
TEST(Queue, ARowThatLeftWhileTheListHadNoFocusSlippedUnderNobody) {
  LocalCentral central;
  testing::FillEvening(central);
  const auto leaves = ColleagueAnswers(central, "41200077");
  Rig rig(central);
  const std::size_t at = CursorTo(rig, leaves);
  const auto rows = rig.app.view().order.rows();
  rig.screen.ui().focus.Clear();
  rig.Rest();
  ColleagueCloses(central, leaves);
  rig.Pass(2 * kSecondUs);
  rig.screen.ui().focus.Set("queue/list");
  rig.Rest();
  EXPECT_EQ(rig.app.view().cursor.slipped_us, 0);
  rig.Press(testing::Key::kEnter);
  EXPECT_EQ(rig.app.view().contact_id, rows.at(at + 1));
}

}  // namespace
}  // namespace legevakt::console
