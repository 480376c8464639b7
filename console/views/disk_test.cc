// What the console keeps on its machine, played on the null backend: a disk that is full, and a second window
// of the same user.
#include <gtest/gtest.h>

#include <string>

#include "console/testing/local_central.h"
#include "console/testing/shell_rig.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;
using testing::Take;
using ui::Key;
using Rig = testing::ShellRig;

// A full disk: what cannot be kept is said, tried again each second, and kept as soon as it can be.
TEST(ShellDisk, WhatCannotBeKeptIsSaidForAsLongAsItLastsAndTriedAgain) {
  const char* const said = "Det du skriver, kan ikke lagres på denne maskinen nå";
  LocalCentral central;
  Rig rig(central);
  const auto id = Take(rig);
  rig.Pass(3 * kSecondUs);
  ASSERT_FALSE(rig.Says(said));
  rig.disk_full = true;
  rig.app.DraftOf(id).note = "Svimmel";
  rig.Pass(3 * kSecondUs);
  EXPECT_TRUE(rig.Says(said));
  EXPECT_EQ(rig.drafts.find("Svimmel"), std::string::npos);
  const int tried = rig.tried;
  for (int i = 0; i < 5; ++i) rig.Pass(kSecondUs);
  EXPECT_GE(rig.tried, tried + 5);
  EXPECT_LE(rig.tried, tried + 10) << "not in each frame";
  rig.disk_full = false;
  rig.Pass(kSecondUs);
  rig.Rest();
  EXPECT_NE(rig.drafts.find("Svimmel"), std::string::npos);
  EXPECT_FALSE(rig.Says(said));
}

TEST(ShellDisk, TheOutboxToo) {
  LocalCentral central;
  Rig rig(central);
  Take(rig);
  rig.Type("n");
  rig.Silence(5 * kSecondUs);
  rig.disk_full = true;
  rig.screen.keys().PushKey({Key::kEnter, true, false});
  rig.Frames();
  ASSERT_EQ(rig.store.outbox().kept().size(), 1U);
  EXPECT_TRUE(rig.app.shell().outbox_file.failed);
  EXPECT_TRUE(rig.Says("Det du skriver, kan ikke lagres på denne maskinen nå"));
  EXPECT_EQ(rig.outbox.find("record_intake"), std::string::npos);
  rig.disk_full = false;
  rig.mono += kSecondUs;
  rig.Frames();
  EXPECT_NE(rig.outbox.find("recordIntake"), std::string::npos);
  EXPECT_FALSE(rig.app.shell().outbox_file.failed);
}

// What is not on the disk is still here when central has another journal.
TEST(ShellDisk, WhatCouldNotBeKeptIsNotReadBackFromAnOlderFile) {
  LocalCentral central;
  Rig rig(central);
  rig.Pass(3 * kSecondUs);
  rig.disk_full = true;
  rig.app.shell().shift_note = "Bil 2 står";
  rig.Pass(3 * kSecondUs);
  central.Restore(central.state());
  rig.Rest();
  EXPECT_EQ(rig.app.shell().shift_note, "Bil 2 står");
}

// Nor is it lost where the other journal has nothing of its contact: it is put aside as soon as there is
// room.
TEST(ShellDisk, WhatCouldNotBeKeptOfTheJournalBeforeIsPutAsideWhenItCan) {
  LocalCentral central;
  Rig rig(central);
  const domain::State backup = central.state();
  const auto id = Take(rig);
  rig.Pass(3 * kSecondUs);
  rig.disk_full = true;
  rig.app.DraftOf(id).note = "Svimmel";
  rig.Pass(3 * kSecondUs);
  central.Restore(backup);
  rig.Rest();
  ASSERT_FALSE(rig.app.HasDraft(id));
  EXPECT_TRUE(rig.Says("Det du skriver, kan ikke lagres på denne maskinen nå"));
  EXPECT_EQ(rig.former_drafts.find("Svimmel"), std::string::npos);
  rig.disk_full = false;
  rig.Pass(2 * kSecondUs);
  EXPECT_NE(rig.former_drafts.find("Svimmel"), std::string::npos);
  EXPECT_EQ(rig.drafts.find("Svimmel"), std::string::npos);
  EXPECT_TRUE(rig.Says("drafts-kari-forrige.json"));
  EXPECT_FALSE(rig.app.shell().NotKept());
}

TEST(ShellWindows, OneMoreThanThereAreFilesForSaysSoAndOfNoDisk) {
  LocalCentral central;
  Rig rig(central);
  rig.app.shell().window = 0;
  rig.disk_full = true;
  rig.app.shell().shift_note = "Bil 2 står";
  rig.Pass(3 * kSecondUs);
  EXPECT_TRUE(rig.Says("Dette vinduet lagrer ikke det du skriver: Kari Nes har for mange åpne"));
  EXPECT_FALSE(rig.Says("Få disken ryddet"));
}

TEST(ShellWindows, ASecondOneOfTheSameUserSaysThatItsDraftsAreItsOwn) {
  LocalCentral central;
  Rig rig(central);
  EXPECT_FALSE(rig.Says("på denne maskinen"));
  rig.app.shell().window = 2;
  rig.app.shell().left_behind = true;
  rig.Rest();
  EXPECT_TRUE(rig.Says("Dette er vindu 2 for Kari Nes på denne maskinen."));
  EXPECT_TRUE(rig.Says("Utkast fra et annet vindu for Kari Nes ligger igjen på denne maskinen."));
}

}  // namespace
}  // namespace legevakt::console
