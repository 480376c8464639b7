#include "central/store/contact_extract.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/limits.h"
#include "central/store/event_items.h"
#include "central/store/record_testing.h"
#include "central/store/testing.h"

namespace legevakt::store {
namespace {

using namespace domain::testing;  // NOLINT: names of the test centre only

// One contact with something of everything, and another that is none of its business.
struct Story {
  TempDir dir;
  Centre centre;
  std::int64_t id = 0;
  std::int64_t other = 0;

  Story() {
    id = centre.Answered();
    Intake("Test Testsen", 34);
    Intake("Test Testesen", 43);
    v1::Command assess = AssessCommand(id, "diffuse", "");
    for (const auto& [question, tri] :
         {std::pair("airway_threat", v1::TRI_NO), std::pair("severe_pain", v1::TRI_YES)}) {
      v1::Answer& answer = *assess.mutable_assess_contact()->add_answers();
      answer.set_question_id(question);
      answer.set_tri(tri);
    }
    centre.Must(Kari(), assess);
    v1::Command note;
    note.mutable_add_note()->set_contact_id(id);
    note.mutable_add_note()->set_text("Sover <b>urolig</b> & er varm");
    centre.Must(Kari(), note);
    v1::Command consult;
    consult.mutable_request_consult()->set_contact_id(id);
    consult.mutable_request_consult()->mutable_personal()->set_text("Kan det vente?");
    centre.Must(Kari(), consult);
    const std::int64_t mission = centre.Requested(id, Station(), v1::MEASURE_STATION);
    for (const auto state :
         {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_WITH_PATIENT, v1::MISSION_STATE_DONE}) {
      centre.Step(Station(), mission, state);
    }
    v1::Command wrong;
    wrong.mutable_mark_wrong_patient()->set_contact_id(id);
    wrong.mutable_mark_wrong_patient()->add_entries(centre.contact(id).notes(0).revision());
    centre.Must(Kari(), wrong);
    centre.Must(Kari(), CloseCommand(id, v1::MEASURE_STATION, "Ta kontakt igjen ved feber"));
    v1::Command time;
    time.mutable_correct_time()->set_contact_id(id);
    time.mutable_correct_time()->set_field("opened_us");
    time.mutable_correct_time()->set_at_us(centre.contact(id).opened_us() - 90 * kSecondUs);
    centre.Must(Kari(), time);
    other = centre.Assessed("vanlig", Ola());
    Write();
  }

  void Write() {
    auto store = SqliteStore::Open({.dir = dir.path()});
    ASSERT_TRUE(store.ok()) << store.status();
    store::Write(centre, **store);
  }

  void Intake(const std::string& name, int years) {
    v1::Command intake;
    intake.mutable_record_intake()->set_contact_id(id);
    intake.mutable_record_intake()->mutable_intake()->set_age_months(years * 12);
    intake.mutable_record_intake()->mutable_personal()->set_name(name);
    centre.Must(Kari(), intake);
  }

  v1::ContactExtract Extract(text::Lang lang = text::Lang::kNb) const {
    auto extract = ExtractContact(JournalPath(dir.path()), id, lang);
    EXPECT_TRUE(extract.ok()) << extract.status();
    return extract.value_or(v1::ContactExtract());
  }
};

const v1::ExtractItem* Find(const google::protobuf::RepeatedPtrField<v1::ExtractItem>& items,
                            const std::string& id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id() == id; });
  return found == items.end() ? nullptr : &*found;
}

TEST(ContactExtract, HasEveryEventOfTheContactAndOfNoOther) {
  const Story one;
  const v1::ContactExtract extract = one.Extract();
  EXPECT_EQ(extract.revision(), one.centre.state().revision);
  const v1::Contact& contact = one.centre.contact(one.id);
  std::set<std::int64_t> ids = {one.id};
  ids.insert(contact.call_ids().begin(), contact.call_ids().end());
  ids.insert(contact.mission_ids().begin(), contact.mission_ids().end());
  std::vector<std::int64_t> wanted;
  for (const v1::Event& event : one.centre.journal()) {
    // By another way than the code: what the event's text says of its ids.
    const std::string text = event.ShortDebugString();
    const bool says = std::any_of(ids.begin(), ids.end(), [&](std::int64_t id) {
      return text.find("_id: " + std::to_string(id) + " ") != std::string::npos;
    });
    if (says || ids.contains(event.revision())) wanted.push_back(event.revision());
  }
  std::vector<std::int64_t> found;
  for (const v1::ExtractEntry& entry : extract.log()) found.push_back(entry.revision());
  EXPECT_EQ(found, wanted);
  EXPECT_GT(found.size(), 12U);
  for (const v1::ExtractEntry& entry : extract.log()) {
    EXPECT_NE(entry.what(), entry.kind()) << "has no words";
    EXPECT_EQ(entry.at().size(), std::string("2026-05-30T19:02:00.000+02:00").size());
    EXPECT_NE(entry.role(), "") << entry.kind();
  }
}

TEST(ContactExtract, PlacesHaveNamesAndEachTextSaysWhatItIs) {
  const Story one;
  const v1::ContactExtract extract = one.Extract();
  const v1::Municipality& place = one.centre.state().region.municipalities(0);
  EXPECT_EQ(Find(extract.facts(), "municipality")->value(), place.name() + " (" + place.number() + ")");
  const auto advice = std::find_if(extract.facts().begin(), extract.facts().end(), [](const auto& fact) {
    return fact.value() == "Ta kontakt igjen ved feber";
  });
  ASSERT_NE(advice, extract.facts().end());
  EXPECT_EQ(advice->label(), "Råd og når de skal ta kontakt igjen");
}

TEST(ContactExtract, WhatWasCorrectedStaysReadable) {
  const Story one;
  const v1::ContactExtract extract = one.Extract();
  int changed = 0;
  for (const v1::ExtractEntry& entry : extract.log()) {
    if (entry.kind() != "intake_recorded") continue;
    const v1::ExtractItem* name = Find(entry.items(), "name");
    if (name == nullptr || name->value() != "Test Testesen") continue;
    EXPECT_EQ(name->before(), "Test Testsen");
    EXPECT_EQ(Find(entry.items(), "age_months")->before(), "34 år (408 md)");
    ++changed;
  }
  EXPECT_EQ(changed, 1);
  EXPECT_EQ(Find(extract.facts(), "name")->value(), "Test Testesen");
  ASSERT_EQ(extract.corrections_size(), 2);
  ASSERT_EQ(extract.notes_size(), 1);
  EXPECT_TRUE(extract.notes(0).wrong_patient());
  const v1::ExtractItem& time = extract.corrections(1).items(0);
  EXPECT_EQ(time.before().size(), std::string("30.05.2026 19:02:00").size());
  EXPECT_LT(time.value(), time.before());
}

TEST(ContactExtract, HasTheAnswersInTheWordsOfTheTool) {
  const Story one;
  const v1::ContactExtract extract = one.Extract();
  ASSERT_EQ(extract.assessments_size(), 1);
  const v1::ExtractEntry& assessment = extract.assessments(0);
  const v1::ExtractItem* pain = Find(assessment.items(), "severe_pain");
  ASSERT_NE(pain, nullptr);
  EXPECT_EQ(pain->value(), "ja");
  EXPECT_NE(pain->label(), "severe_pain");
  EXPECT_NE(pain->label().find(' '), std::string::npos) << pain->label();
  EXPECT_EQ(Find(assessment.items(), "airway_threat")->value(), "nei");
  ASSERT_NE(Find(assessment.items(), "suggestion"), nullptr);
  EXPECT_NE(Find(assessment.items(), "tool_hash")->value().find("legevakt-3"), std::string::npos);
  const v1::ContactExtract english = one.Extract(text::Lang::kEn);
  EXPECT_EQ(Find(english.assessments(0).items(), "severe_pain")->value(), "yes");
  EXPECT_EQ(extract.calls_size(), 1);
  EXPECT_EQ(extract.missions_size(), 1);
  EXPECT_EQ(extract.consults_size(), 1);
}

TEST(ContactExtract, OfAContactThatHasLeftTheLiveState) {
  Story one;
  const v1::ContactExtract before = one.Extract();
  one.centre.Pass(limits::kClosedKeptUs + kMinuteUs);
  ASSERT_EQ(one.centre.state().FindContact(one.id), nullptr);
  one.Write();
  const v1::ContactExtract after = one.Extract();
  EXPECT_EQ(after.assessments_size(), before.assessments_size());
  EXPECT_EQ(after.missions_size(), before.missions_size());
  EXPECT_EQ(after.log_size(), before.log_size() + 1);
  EXPECT_EQ(after.log().rbegin()->kind(), "contact_archived");
}

// What was merged in is the same patient's story; a contact that nobody ever made is told.
TEST(ContactExtract, FollowsAMergeAndKnowsWhatNeverWas) {
  Story one;
  const std::int64_t into = one.centre.Assessed("haster", Ola());
  v1::Command merge;
  merge.mutable_merge_contacts()->set_from_contact_id(one.other);
  merge.mutable_merge_contacts()->set_into_contact_id(into);
  one.centre.Must(Ola(), merge);
  one.Write();
  const auto extract = ExtractContact(JournalPath(one.dir.path()), into, text::Lang::kNb);
  ASSERT_TRUE(extract.ok()) << extract.status();
  ASSERT_EQ(extract->merged_from_size(), 1);
  EXPECT_EQ(extract->merged_from(0), one.other);
  EXPECT_TRUE(std::any_of(extract->log().begin(), extract->log().end(),
                          [&](const v1::ExtractEntry& entry) { return entry.revision() == one.other; }));
  EXPECT_EQ(extract->calls_size(), 2);
  EXPECT_TRUE(
      absl::IsNotFound(ExtractContact(JournalPath(one.dir.path()), 999'999, text::Lang::kNb).status()));
}

TEST(ContactExtract, ThePageRunsNothingAndEscapesEverything) {
  const Story one;
  const std::string page = ExtractAsPage(one.Extract());
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<b>urolig"), std::string::npos);
  for (const char* part :
       {"Test Testesen", "Test Testsen", "&lt;b&gt;urolig&lt;/b&gt; &amp; er varm", "Kari Nes", "Lege Nilsen",
        "Kan det vente?", "Ta kontakt igjen ved feber", "lang=\"nb\"", "Henvendelse ", "feil pasient"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
}

TEST(ContactExtract, TheJsonIsTheWholeOfIt) {
  const Story one;
  const std::string json = ExtractAsJson(one.Extract());
  for (const char* part : {"\"format_version\": 1", "\"wrong_patient\": true",
                           "\"kind\": \"contact_assessed\"", "\"before\": \"Test Testsen\"", "\"log\": ["}) {
    EXPECT_NE(json.find(part), std::string::npos) << part;
  }
}

// A field that somebody adds to the record is not to be shown by its name in the code.
void ExpectLabels(const google::protobuf::Descriptor& type, std::set<std::string>& seen) {
  static const std::set<std::string> kNotShown = {"undo", "tool_hash", "version", "assessment",
                                                  "alarm_marks"};
  if (!seen.insert(type.full_name()).second || type.full_name() == "legevakt.v1.Actor") return;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (kNotShown.contains(field.name())) continue;
    if (field.message_type() != nullptr && field.message_type()->full_name() != "legevakt.v1.Actor") {
      if (!field.is_repeated()) ExpectLabels(*field.message_type(), seen);
      continue;
    }
    for (const auto lang : {text::Lang::kNb, text::Lang::kEn}) {
      EXPECT_TRUE(text::Has(lang, "extract.field_" + field.name()))
          << type.full_name() << "." << field.name();
    }
  }
}

TEST(ContactExtract, EveryFieldAndEveryKindOfEventHasWords) {
  // About the service, the shift or a doctor, and never about a contact.
  const std::set<std::string> others = {
      "region_loaded",       "tool_activated", "telephony_changed", "notice_changed",
      "tool_planned",        "tool_retired",   "tool_rolled_back",  "tool_news_seen",
      "tool_plan_cancelled", "duty_changed",   "shift_note_added",  "shift_note_finished",
      "shift_ended",         "warning_set",    "warning_cleared",   "record_searched"};
  std::set<std::string> seen;
  const auto& what = *v1::Event::descriptor()->FindOneofByName("what");
  for (int i = 0; i < what.field_count(); ++i) {
    const auto& field = *what.field(i);
    if (others.contains(field.name())) continue;
    EXPECT_TRUE(text::Has(text::Lang::kNb, "extract." + field.name())) << field.name();
    ExpectLabels(*field.message_type(), seen);
  }
  ExpectLabels(*v1::Personal::descriptor(), seen);
}

}  // namespace
}  // namespace legevakt::store
