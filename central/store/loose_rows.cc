#include "central/store/loose_rows.h"

#include <algorithm>
#include <array>

#include "base/ids.h"
#include "central/store/log_format.h"

namespace legevakt::store {
namespace {

constexpr char kTableLeaf = 0x0d;
constexpr std::size_t kLeafHeader = 8;
// What of a record lies on the leaf, and what on the pages after it.
constexpr std::size_t kLocalMax = kPageSize - 35;
constexpr std::size_t kLocalMin = (kPageSize - 12) * 32 / 255 - 23;
constexpr std::size_t kOverflowBytes = kPageSize - 4;
// No record of ours is larger: a triage tool has at most 1 MiB.
constexpr std::size_t kRecordMax = 16UL << 20U;

// Reads from bytes that may say anything.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  bool good() const { return good_; }
  std::size_t at() const { return at_; }
  std::string_view Take(std::size_t size) {
    if (size > bytes_.size() - at_) good_ = false;
    if (!good_) return {};
    const std::string_view taken = bytes_.substr(at_, size);
    at_ += size;
    return taken;
  }
  std::uint64_t Varint() {
    std::uint64_t value = 0;
    for (int i = 0; i < 9; ++i) {
      const std::string_view one = Take(1);
      if (!good_) return 0;
      const auto byte = static_cast<unsigned char>(one.front());
      if (i == 8) return value << 8U | byte;
      value = value << 7U | (byte & 0x7fU);
      if (byte < 0x80) break;
    }
    return value;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool good_ = true;
};

std::size_t TwoBytes(std::string_view page, std::size_t at) {
  return static_cast<std::size_t>(static_cast<unsigned char>(page[at])) << 8U |
         static_cast<unsigned char>(page[at + 1]);
}

struct LeafCell {
  std::size_t size = 0;
  std::int64_t rowid = 0;
  // Where the record begins on the page, and how much of it lies there.
  std::size_t begin = 0;
  std::size_t local = 0;
};

std::optional<LeafCell> CellAt(std::string_view page, std::size_t at) {
  if (at < kLeafHeader || at >= page.size()) return std::nullopt;
  Bytes bytes(page.substr(at));
  LeafCell cell;
  cell.size = bytes.Varint();
  cell.rowid = static_cast<std::int64_t>(bytes.Varint());
  cell.begin = at + bytes.at();
  if (!bytes.good() || cell.size > kRecordMax) return std::nullopt;
  cell.local = cell.size;
  if (cell.size > kLocalMax) {
    cell.local = kLocalMin + (cell.size - kLocalMin) % kOverflowBytes;
    if (cell.local > kLocalMax) cell.local = kLocalMin;
  }
  const std::size_t pointer = cell.local == cell.size ? 0 : 4;
  if (cell.begin + cell.local + pointer > page.size()) return std::nullopt;
  return cell;
}

std::vector<std::size_t> CellsOf(std::string_view page) {
  std::vector<std::size_t> cells;
  if (page[0] != kTableLeaf) return cells;
  const std::size_t count = TwoBytes(page, 3);
  for (std::size_t i = 0; i < count && kLeafHeader + 2 * i + 2 <= page.size(); ++i) {
    cells.push_back(TwoBytes(page, kLeafHeader + 2 * i));
  }
  return cells;
}

// The serial types of a record's columns: of its first bytes alone, for the rest may lie elsewhere.
constexpr std::size_t kColumns = 6;
struct Types {
  std::array<std::uint64_t, kColumns> of{};
  std::size_t header = 0;
};

std::optional<Types> TypesOf(std::string_view record) {
  Bytes bytes(record);
  Types types;
  types.header = bytes.Varint();
  for (std::uint64_t& type : types.of) type = bytes.Varint();
  if (!bytes.good() || bytes.at() != types.header) return std::nullopt;
  return types;
}

bool IsNull(std::uint64_t type) {
  return type == 0;
}
bool IsNumber(std::uint64_t type) {
  return (type >= 1 && type <= 6) || type == 8 || type == 9;
}
bool IsBlob(std::uint64_t type) {
  return type >= 12 && type % 2 == 0;
}
bool IsText(std::uint64_t type) {
  return type >= 13 && type % 2 == 1;
}
std::size_t SizeOf(std::uint64_t type) {
  constexpr std::array<std::size_t, 10> kSizes = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
  return type < kSizes.size() ? kSizes.at(type) : static_cast<std::size_t>((type - 12) / 2);
}

constexpr std::uint64_t kHashType = 12 + 2 * std::tuple_size_v<Hash>;

bool IsEvent(const Types& types) {
  const auto& of = types.of;
  return IsNull(of[0]) && IsNumber(of[1]) && IsBlob(of[2]) && (IsNull(of[3]) || IsBlob(of[3])) &&
         of[4] == kHashType && of[5] == kHashType;
}
bool IsReply(const Types& types) {
  const auto& of = types.of;
  return IsNull(of[0]) && IsText(of[1]) && IsText(of[2]) && IsText(of[3]) && IsBlob(of[4]) && IsNumber(of[5]);
}
bool IsMeta(const Types& types) {
  const auto& of = types.of;
  return IsNull(of[0]) && IsNumber(of[1]) && IsText(of[2]) && IsText(of[3]) && IsNumber(of[4]) &&
         of[5] == kHashType;
}

std::int64_t Number(std::uint64_t type, std::string_view bytes) {
  if (type == 8 || type == 9) return static_cast<std::int64_t>(type - 8);
  std::uint64_t value = bytes.empty() || (static_cast<unsigned char>(bytes[0]) & 0x80U) == 0 ? 0 : ~0ULL;
  for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}

// The columns as bytes; nothing where the record is too short for what it says.
std::optional<std::array<std::string_view, kColumns>> ValuesOf(const Types& types, std::string_view record) {
  Bytes bytes(record);
  bytes.Take(types.header);
  std::array<std::string_view, kColumns> values;
  for (std::size_t i = 0; i < kColumns; ++i) values.at(i) = bytes.Take(SizeOf(types.of.at(i)));
  if (!bytes.good()) return std::nullopt;
  return values;
}

Hash HashFrom(std::string_view bytes) {
  Hash hash{};
  std::transform(bytes.begin(), bytes.end(), hash.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return hash;
}

}  // namespace

Row LooseRow::View() const {
  Row row{.rev = rev, .at_us = at_us, .payload = payload, .personal = std::nullopt};
  if (personal.has_value()) row.personal = *personal;
  return row;
}

LooseRows::LooseRows(LoosePages pages) : pages_(std::move(pages)) {
  for (std::size_t index = 0; index < pages_.size(); ++index) {
    const std::string page = pages_.Read(index);
    for (const std::size_t at : CellsOf(page)) {
      const std::optional<LeafCell> cell = CellAt(page, at);
      if (!cell.has_value()) continue;
      const std::string_view local = std::string_view(page).substr(cell->begin, cell->local);
      const std::optional<Types> types = TypesOf(local);
      if (!types.has_value()) continue;
      const Place place{cell->rowid, static_cast<std::uint32_t>(index), static_cast<std::uint16_t>(at)};
      if (IsEvent(*types) && cell->rowid > 0) events_.push_back(place);
      if (IsReply(*types)) replies_.push_back(place);
      if (!IsMeta(*types)) continue;
      const auto values = ValuesOf(*types, local);
      if (!values.has_value()) continue;
      Head head{.journal_id = std::string((*values)[2]),
                .restored_from = std::string((*values)[3]),
                .revision = Number(types->of[4], (*values)[4])};
      if (IsUuid(head.journal_id) && head.revision >= 0) heads_.push_back(std::move(head));
    }
  }
  std::sort(events_.begin(), events_.end());
}

std::string LooseRows::RecordAt(const std::string& page, std::size_t at, bool log_first) const {
  const std::optional<LeafCell> cell = CellAt(page, at);
  if (!cell.has_value()) return {};
  std::string record = page.substr(cell->begin, cell->local);
  if (cell->local == cell->size) return record;
  std::uint32_t next = log_format::Word(page.data() + cell->begin + cell->local);
  while (record.size() < cell->size) {
    const std::vector<std::size_t> versions = pages_.Versions(next);
    if (versions.empty()) return {};
    const std::string more = pages_.Read(log_first ? versions.front() : versions.back());
    record.append(more, 4, std::min(kOverflowBytes, cell->size - record.size()));
    next = log_format::Word(more.data());
  }
  return record;
}

std::optional<LooseRow> LooseRows::EventAt(const Place& place, bool log_first) const {
  const std::string record = RecordAt(pages_.Read(place.page), place.cell, log_first);
  const std::optional<Types> types = TypesOf(record);
  if (!types.has_value() || !IsEvent(*types)) return std::nullopt;
  const auto values = ValuesOf(*types, record);
  if (!values.has_value()) return std::nullopt;
  LooseRow row{.rev = place.revision,
               .at_us = Number(types->of[1], (*values)[1]),
               .payload = std::string((*values)[2]),
               .personal = std::nullopt,
               .prev_hash = HashFrom((*values)[4]),
               .hash = HashFrom((*values)[5])};
  if (!IsNull(types->of[3])) row.personal = std::string((*values)[3]);
  if (HashOf(row.prev_hash, row.View()) != row.hash) return std::nullopt;
  return row;
}

std::vector<LooseRow> LooseRows::Events(std::int64_t revision) const {
  std::vector<LooseRow> rows;
  for (auto place = std::lower_bound(events_.begin(), events_.end(), Place{revision, 0, 0});
       place != events_.end() && place->revision == revision; ++place) {
    for (const bool log_first : {true, false}) {
      std::optional<LooseRow> row = EventAt(*place, log_first);
      if (!row.has_value()) continue;
      const bool known = std::any_of(rows.begin(), rows.end(),
                                     [&](const LooseRow& other) { return other.hash == row->hash; });
      if (!known) rows.push_back(*std::move(row));
      break;
    }
  }
  return rows;
}

std::set<std::int64_t> LooseRows::RevisionsAfter(std::int64_t revision) const {
  std::set<std::int64_t> revisions;
  for (auto place = std::lower_bound(events_.begin(), events_.end(), Place{revision + 1, 0, 0});
       place != events_.end(); ++place) {
    revisions.insert(place->revision);
  }
  return revisions;
}

std::vector<engine::StoredReply> LooseRows::Replies() const {
  std::vector<engine::StoredReply> replies;
  for (const Place& place : replies_) {
    const std::string record = RecordAt(pages_.Read(place.page), place.cell, true);
    const std::optional<Types> types = TypesOf(record);
    if (!types.has_value() || !IsReply(*types)) continue;
    const auto values = ValuesOf(*types, record);
    if (!values.has_value()) continue;
    replies.push_back({.request_id = std::string((*values)[1]),
                       .user_id = std::string((*values)[2]),
                       .payload_hash = std::string((*values)[3]),
                       .response = std::string((*values)[4]),
                       .at_us = Number(types->of[5], (*values)[5])});
  }
  return replies;
}

}  // namespace legevakt::store
