// What is worked out once for each change says the same as the whole state, walked through again.
#include "console/model/picture.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "base/time_units.h"
#include "central/domain/queue_order.h"
#include "console/testing/local_central.h"

namespace legevakt::console {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Rig {
  void Look() {
    central.Pass(0);
    store.Pump(mono_us);
    now_us = store.freshness().CentralNowUs(mono_us);
    picture.Follow(store, now_us);
  }
  void Pass(std::int64_t us) {
    central.Pass(us);
    mono_us += us;
    Look();
  }
  void ExpectTheSameAsTheState() {
    const auto& state = store.state();
    EXPECT_EQ(picture.ringing(), domain::Ringing(state));
    EXPECT_EQ(picture.callbacks(), domain::CallbacksDue(state));
    for (int i = 0; i < kListViews; ++i) {
      const auto list = static_cast<ListView>(i);
      EXPECT_EQ(picture.Rows(list), RowsOf(state, list, store.me().user_id(), now_us)) << i;
    }
    for (const auto* contact : picture.mine()) EXPECT_TRUE(IsMine(*contact, store.me().user_id()));
    const auto mine = std::count_if(state.contacts.begin(), state.contacts.end(), [&](const auto& entry) {
      return IsMine(entry.second, store.me().user_id());
    });
    EXPECT_EQ(static_cast<std::ptrdiff_t>(picture.mine().size()), mine);
  }

  testing::LocalCentral central;
  Store store{central};
  Picture picture;
  std::int64_t mono_us = 1'000 * kSecondUs;
  std::int64_t now_us = 0;
};

TEST(Picture, SaysWhatTheStateSaysAllEveningLong) {
  Rig rig;
  testing::FillEvening(rig.central);
  rig.central.SignIn();
  rig.Look();
  rig.ExpectTheSameAsTheState();
  for (int minute = 0; minute < 45; ++minute) {
    if (minute % 5 == 0) rig.central.Ring(std::to_string(41'300'000 + minute), "4647");
    if (minute % 10 == 1) {
      v1::Command answer;
      answer.mutable_answer_call();
      rig.central.Do(rig.central.Operator(), answer);
    }
    rig.Pass(kMinuteUs);
    rig.ExpectTheSameAsTheState();
  }
}

TEST(Picture, ARowComesIntoItsListWhenItsTimeComesWithoutAnyEvent) {
  Rig rig;
  rig.central.SignIn();
  rig.central.Ring("41200012", "4647");
  v1::Command answer;
  answer.mutable_answer_call();
  const auto id = rig.central.Do(rig.central.Operator(), answer);
  v1::Command promise;
  promise.mutable_make_promise()->set_contact_id(id);
  promise.mutable_make_promise()->set_by_us(rig.central.now_us() + 16 * kMinuteUs);
  rig.central.Do(rig.central.Operator(), promise);
  rig.Look();
  EXPECT_THAT(rig.picture.Rows(ListView::kRing), IsEmpty());
  const std::int64_t before = rig.picture.changes();
  // Only the clock: nothing is heard from central.
  rig.picture.Follow(rig.store, rig.now_us + 90 * kSecondUs);
  EXPECT_GT(rig.picture.changes(), before);
  EXPECT_THAT(rig.picture.Rows(ListView::kRing), ElementsAre(id));
}

TEST(Picture, StandsWhileNeitherTheStateNorTheSecondIsAnother) {
  Rig rig;
  rig.central.SignIn();
  rig.Look();
  const std::int64_t before = rig.picture.changes();
  rig.picture.Follow(rig.store, rig.now_us);
  EXPECT_EQ(rig.picture.changes(), before);
  rig.central.Ring("41200012", "4647");
  rig.Look();
  EXPECT_GT(rig.picture.changes(), before);
  EXPECT_EQ(rig.picture.ringing().size(), 1U);
}

TEST(Picture, FollowsASnapshotOfTheSameRevision) {
  Rig rig;
  rig.central.Ring("41200012", "4647");
  rig.central.SignIn();
  rig.Look();
  // The same state anew, in another place: nothing may point into the old one.
  rig.central.SignIn();
  rig.Look();
  rig.ExpectTheSameAsTheState();
}

}  // namespace
}  // namespace legevakt::console
