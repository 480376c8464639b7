#include "central/domain/documents.h"

#include <gtest/gtest.h>

#include "central/domain/testing.h"
#include "central/domain/words.h"

namespace legevakt::domain::testing {
namespace {

TEST(Rule14, EveryContactYieldsOneReadableNoteThatIsMarkedAsEntered) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(id);
  intake.mutable_record_intake()->mutable_intake()->set_age_months(34 * 12);
  intake.mutable_record_intake()->mutable_personal()->set_name("Test Testesen");
  centre.Must(Kari(), intake);
  const std::int64_t mission = centre.Requested(id, Station(), v1::MEASURE_STATION);
  for (const auto state :
       {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_WITH_PATIENT, v1::MISSION_STATE_DONE}) {
    centre.Step(Station(), mission, state);
  }
  centre.Must(Kari(), CloseCommand(id, v1::MEASURE_STATION, "Ta kontakt igjen hvis feber over 39"));

  DocumentContext context;
  context.tools = &centre.tools();
  context.utc_offset_minutes = 120;
  const std::string note = JournalNote(centre.state(), centre.contact(id), context);
  for (const char* part :
       {"Test Testesen", "34 år", "H Haster", "19:02", "Kari Nes", "Lege Nilsen", "Kvittert", "Ferdig",
        "Ta kontakt igjen hvis feber over 39", "Lukket av Kari Nes. Ansvarlig: Kari Nes"}) {
    EXPECT_NE(note.find(part), std::string::npos) << part << " is not in\n" << note;
  }
  v1::Command entered;
  entered.mutable_enter_note()->set_contact_id(id);
  centre.Must(Kari(), entered);
  EXPECT_EQ(centre.contact(id).note_entered_by().user_id(), "kari");
}

TEST(JournalNote, NamesWhoeverAnswersForIt) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  v1::Command close = CloseCommand(id, v1::MEASURE_ADVICE, "Ring igjen ved feber");
  close.mutable_close_contact()->set_responsible("lege-nilsen");
  centre.Must(Kari(), close);
  DocumentContext context;
  context.tools = &centre.tools();
  EXPECT_NE(JournalNote(centre.state(), centre.contact(id), context)
                .find("Lukket av Kari Nes. Ansvarlig: Lege Nilsen"),
            std::string::npos);
  v1::Contact contact = centre.contact(id);
  contact.set_responsible("sluttet-i-fjor");
  EXPECT_NE(JournalNote(centre.state(), contact, context).find("Ansvarlig: sluttet-i-fjor"),
            std::string::npos)
      << "an id is better than nothing";
}

// The tool is retired: what was answered is in the record all the same, and the note says why it reads so.
TEST(JournalNote, GivesTheAnswersAsStoredWhereTheToolIsGone) {
  Centre centre;
  const std::int64_t id = centre.Answered();
  v1::Command assess = AssessCommand(id, "diffuse", "");
  v1::Answer& answer = *assess.mutable_assess_contact()->add_answers();
  answer.set_question_id("severe_pain");
  answer.set_tri(v1::TRI_YES);
  centre.Must(Kari(), assess);
  DocumentContext context;
  context.tools = &centre.tools();
  EXPECT_EQ(JournalNote(centre.state(), centre.contact(id), context).find("severe_pain"), std::string::npos);
  context.tools = nullptr;
  const std::string note = JournalNote(centre.state(), centre.contact(id), context);
  EXPECT_NE(note.find("triageverktøyet er ikke lenger i bruk"), std::string::npos) << note;
  EXPECT_NE(note.find("severe_pain ja"), std::string::npos) << note;
}

TEST(Isbar, TellsFindingsAndOnlyCountsWhatWasDenied) {
  Centre centre;
  const std::int64_t id = centre.Answered();
  v1::Command assess = AssessCommand(id, "diffuse", "");
  for (const auto& [question, tri] :
       {std::pair("airway_threat", v1::TRI_NO), std::pair("breathing_trouble", v1::TRI_NO),
        std::pair("severe_pain", v1::TRI_YES)}) {
    v1::Answer& answer = *assess.mutable_assess_contact()->add_answers();
    answer.set_question_id(question);
    answer.set_tri(tri);
  }
  centre.Must(Kari(), assess);
  DocumentContext context;
  context.tools = &centre.tools();
  const std::string words = MakeIsbar(centre.state(), centre.contact(id), context).assessment();
  EXPECT_NE(words.find("2 spørsmål besvart nei"), std::string::npos) << words;
  EXPECT_NE(words.find("? ja"), std::string::npos) << words;
  EXPECT_EQ(words.find("? nei"), std::string::npos) << words;
}

// AMK and the doctor must not be told that a rule asks for what only the operator chose.
TEST(Isbar, ALevelThatNoRuleGaveIsTheOperatorsAndHasNoRulesReason) {
  Centre centre;
  const std::int64_t id = centre.Answered();
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(id);
  intake.mutable_record_intake()->mutable_intake()->set_age_months(71 * 12);
  centre.Must(Kari(), intake);
  DocumentContext context;
  context.tools = &centre.tools();
  centre.Must(Kari(), AssessCommand(id, "chest_pain", ""));
  ASSERT_EQ(centre.contact(id).hastegrad(), v1::HASTEGRAD_HASTER);
  const std::string rule = UrgencyReason(centre.contact(id), context);
  ASSERT_FALSE(rule.empty());
  EXPECT_EQ(MakeIsbar(centre.state(), centre.contact(id), context).assessment().find("Haster: " + rule), 0U);

  centre.Must(Kari(), AssessCommand(id, "chest_pain", "akutt"));
  const std::string chosen = "operatørens valg; verktøyet: Haster, " + rule;
  EXPECT_EQ(UrgencyReason(centre.contact(id), context), chosen);
  EXPECT_EQ(MakeIsbar(centre.state(), centre.contact(id), context).assessment().find("Akutt: " + chosen), 0U);
  const std::string note = JournalNote(centre.state(), centre.contact(id), context);
  EXPECT_NE(note.find("A Akutt, Brystsmerter (" + chosen + ")"), std::string::npos) << note;
  EXPECT_NE(note.find("H Haster, Brystsmerter (" + rule + ")"), std::string::npos) << note;
}

// It goes into the patient's record: what nobody has done is not in it.
TEST(JournalNote, ARedSaysWhomTheAlertWasLaidToAndNothingOfAmkUntilAmkHasIt) {
  for (const bool on_duty : {true, false}) {
    Centre centre;
    for (const v1::Actor& doctor : {Station(), Driver()}) {
      v1::Command duty;
      duty.mutable_set_duty()->set_doctor_id(doctor.user_id());
      duty.mutable_set_duty()->set_on_duty(on_duty);
      centre.Must(doctor, duty);
    }
    const std::int64_t id = centre.Assessed("akutt");
    ASSERT_TRUE(centre.contact(id).has_red());
    ASSERT_EQ(centre.contact(id).red().doctor_id().empty(), !on_duty);
    DocumentContext context;
    const auto note = [&] { return JournalNote(centre.state(), centre.contact(id), context); };
    EXPECT_EQ(note().find("AMK"), std::string::npos) << note();
    EXPECT_EQ(note().find("varslet"), std::string::npos) << note();
    const std::string said =
        on_duty ? "Satt til akutt; varsel lagt til " : "Satt til akutt; ingen lege funnet";
    EXPECT_NE(note().find(said), std::string::npos) << note();
    v1::Command confirm;
    confirm.mutable_confirm_red()->set_contact_id(id);
    confirm.mutable_confirm_red()->set_amk(true);
    centre.Must(Kari(), confirm);
    EXPECT_NE(note().find("AMK"), std::string::npos) << note();
    EXPECT_NE(note().find(Kari().name()), std::string::npos) << note();
  }
}

TEST(Isbar, ARedAsksForSomethingBeforeAnyMeasureIsChosen) {
  Centre centre;
  const std::int64_t id = centre.Assessed("akutt");
  DocumentContext context;
  EXPECT_EQ(MakeIsbar(centre.state(), centre.contact(id), context).recommendation(), "Ber AMK overta");
}

TEST(Isbar, ARedWithoutAnAssessmentIsTheOperatorsChoice) {
  v1::Contact contact;
  EXPECT_EQ(UrgencyReason(contact, {}), "");
  contact.set_hastegrad(v1::HASTEGRAD_AKUTT);
  contact.mutable_red()->set_raised_us(1);
  EXPECT_EQ(UrgencyReason(contact, {}), "operatørens valg");
  EXPECT_EQ(MakeIsbar(State(), contact, {}).assessment(), "Akutt: operatørens valg");
}

TEST(DutyView, ShowsTheDoctorsOwnMissionsAndRedAlertsOnly) {
  Centre centre;
  const std::int64_t red = centre.Assessed("akutt");
  const std::int64_t yellow = centre.Assessed("haster");
  const std::int64_t mission = centre.Requested(yellow, Driver(), v1::MEASURE_HOME_VISIT);
  DocumentContext context;
  context.tools = &centre.tools();
  const auto station = MakeDutyView(centre.state(), "lege-nilsen", centre.now_us(), "j", context);
  const auto driver = MakeDutyView(centre.state(), "lege-berg", centre.now_us(), "j", context);
  ASSERT_EQ(station.red_alerts_size(), 1);
  EXPECT_EQ(station.red_alerts(0).contact_id(), red);
  EXPECT_EQ(station.missions_size(), 0);
  ASSERT_EQ(driver.missions_size(), 1);
  EXPECT_EQ(driver.missions(0).mission_id(), mission);
  EXPECT_EQ(driver.missions(0).next_steps(0), v1::MISSION_STATE_ACCEPTED);
  EXPECT_EQ(driver.red_alerts_size(), 0);
}

TEST(Words, EveryEnumValueAndEveryReasonHasWords) {
  const auto check = [](const google::protobuf::EnumDescriptor* type, auto word) {
    for (int i = 0; i < type->value_count(); ++i) {
      const std::string words(word(type->value(i)->number()));
      EXPECT_EQ(words.find('.'), std::string::npos) << type->value(i)->name() << " has no words";
    }
  };
  using text::Lang;
  check(v1::Hastegrad_descriptor(), [](int n) { return Word(Lang::kNb, static_cast<v1::Hastegrad>(n)); });
  check(v1::Measure_descriptor(), [](int n) { return Word(Lang::kNb, static_cast<v1::Measure>(n)); });
  check(v1::MissionState_descriptor(),
        [](int n) { return Word(Lang::kNb, static_cast<v1::MissionState>(n)); });
  check(v1::ContactState_descriptor(),
        [](int n) { return Word(Lang::kNb, static_cast<v1::ContactState>(n)); });
  check(v1::Outcome_descriptor(), [](int n) { return Word(Lang::kNb, static_cast<v1::Outcome>(n)); });
  check(v1::CannotReason_descriptor(),
        [](int n) { return Word(Lang::kNb, static_cast<v1::CannotReason>(n)); });
  check(v1::CallerRelation_descriptor(),
        [](int n) { return Word(Lang::kNb, static_cast<v1::CallerRelation>(n)); });
  check(v1::DutyRole_descriptor(), [](int n) { return Word(Lang::kNb, static_cast<v1::DutyRole>(n)); });
  check(v1::AlarmKind_descriptor(), [](int n) { return Word(Lang::kNb, static_cast<v1::AlarmKind>(n)); });
  check(v1::VisitState_descriptor(), [](int n) { return Word(Lang::kNb, static_cast<v1::VisitState>(n)); });
  check(v1::HelpStep_descriptor(), [](int n) { return Word(Lang::kNb, static_cast<v1::HelpStep>(n)); });
  check(v1::DirectoryKind_descriptor(),
        [](int n) { return Word(Lang::kNb, static_cast<v1::DirectoryKind>(n)); });
  for (int i = 1; i < v1::Reason_descriptor()->value_count(); ++i) {
    v1::Refusal refusal;
    refusal.set_reason(static_cast<v1::Reason>(v1::Reason_descriptor()->value(i)->number()));
    EXPECT_EQ(Sentence(Lang::kNb, refusal).find("refusal."), std::string::npos)
        << v1::Reason_descriptor()->value(i)->name() << " has no words";
  }
}

}  // namespace
}  // namespace legevakt::domain::testing
