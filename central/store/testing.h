// What the store's tests share: a directory that goes away, and events that look like real ones.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "central/engine/event_store.h"
#include "legevakt/v1/event.pb.h"

namespace legevakt::store {

class TempDir {
 public:
  explicit TempDir(const std::filesystem::path& in = std::filesystem::temp_directory_path()) {
    std::string name = (in / "legevakt-XXXXXX").native();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline constexpr std::int64_t kStartUs = 1'795'290'120'000'000;

// The event with this revision: every other has personal data, every seventh an empty message of them.
inline v1::Event SampleEvent(std::int64_t revision) {
  v1::Event event;
  event.set_revision(revision);
  event.set_at_us(kStartUs + revision * 1'000);
  event.mutable_actor()->set_user_id("kari");
  event.mutable_actor()->set_role(v1::ROLE_OPERATOR);
  event.mutable_note_added()->set_contact_id(revision);
  event.mutable_note_added()->set_happened_us(revision * 7);
  if (revision % 2 == 0)
    event.mutable_personal()->set_text("ring tilbake nummer " + std::to_string(revision));
  if (revision % 7 == 0) *event.mutable_personal() = v1::Personal();
  return event;
}

inline engine::StoredReply SampleReply(std::int64_t number) {
  std::string id = "00000000-0000-4000-8000-000000000000";
  const std::string digits = std::to_string(number);
  id.replace(id.size() - digits.size(), digits.size(), digits);
  return {.request_id = id,
          .user_id = "kari",
          .payload_hash = std::string(64, 'a'),
          .response = std::string("\x08\x01\x00", 3) + digits,
          .at_us = kStartUs + number * 1'000};
}

// Events first..last in one batch, each with its reply.
inline engine::Batch SampleBatch(std::int64_t first, std::int64_t last) {
  engine::Batch batch;
  for (std::int64_t revision = first; revision <= last; ++revision) {
    batch.events.push_back(SampleEvent(revision));
    batch.replies.push_back(SampleReply(revision));
  }
  return batch;
}

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

inline void WriteFile(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Every file below a directory, by its name from there.
inline std::map<std::string, std::string> FilesUnder(const std::filesystem::path& dir) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file())
      files[entry.path().lexically_relative(dir).native()] = ReadFile(entry.path());
  }
  return files;
}

inline std::vector<std::string> Names(const std::map<std::string, std::string>& files) {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const auto& [name, bytes] : files) names.push_back(name);
  return names;
}

}  // namespace legevakt::store
