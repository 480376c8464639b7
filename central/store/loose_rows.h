// The rows of a damaged journal, found page by page and not by its trees: a page that is lost takes with it
// what lies on it, and nothing else. Format: https://www.sqlite.org/fileformat2.html, "B-tree Pages" and
// "Record Format".
//
// A row of `event` is given out only where its hash is that of its bytes. Whether it belongs to a story is
// shown by the chain alone, and is for the caller to follow. Rows of the other tables have no hash: they are
// hints. Thread: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/status.h"
#include "central/engine/event_store.h"
#include "central/store/loose_pages.h"
#include "central/store/row.h"

namespace legevakt::store {

struct LooseRow {
  std::int64_t rev = 0;
  std::int64_t at_us = 0;
  std::string payload;
  std::optional<std::string> personal;
  Hash prev_hash{};
  Hash hash{};

  Row View() const;
};

class LooseRows {
 public:
  // Remembers where rows lie, not what is in them: some 24 bytes for each.
  explicit LooseRows(LoosePages pages);

  // The events of this revision, each another; almost always one or none.
  std::vector<LooseRow> Events(std::int64_t revision) const;
  // The revisions after this one that there is a row for, whole or not.
  std::set<std::int64_t> RevisionsAfter(std::int64_t revision) const;

  std::vector<engine::StoredReply> Replies() const;

  struct Head {
    std::string journal_id;
    std::string restored_from;
    std::int64_t revision = 0;
  };
  // Each copy of `meta` that can be read, in no order.
  const std::vector<Head>& heads() const { return heads_; }

 private:
  struct Place {
    std::int64_t revision = 0;
    std::uint32_t page = 0;
    std::uint16_t cell = 0;
    bool operator<(const Place& other) const {
      return std::tie(revision, page, cell) < std::tie(other.revision, other.page, other.cell);
    }
  };
  std::optional<LooseRow> EventAt(const Place& place, bool log_first) const;
  // The whole record of a cell; empty where its pages cannot be followed.
  std::string RecordAt(const std::string& page, std::size_t cell, bool log_first) const;

  LoosePages pages_;
  std::vector<Place> events_;
  std::vector<Place> replies_;
  std::vector<Head> heads_;
};

}  // namespace legevakt::store
