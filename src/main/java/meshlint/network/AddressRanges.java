package meshlint.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Ports per range of IPv4 addresses: sorted, disjoint ranges, neighbours with equal ports merged,
 * ranges without ports left out.
 */
public final class AddressRanges {
  static final long LAST = 0xffffffffL;

  /** Nothing to or from any address. */
  static final AddressRanges NONE = new AddressRanges(List.of());

  /** Everything to or from every address. */
  static final AddressRanges ALL = new AddressRanges(List.of(new Range(0, LAST, PortSet.ALL)));

  private final List<Range> ranges;

  /**
   * A range of addresses and the ports that hold for it.
   *
   * @param low the first address as a number
   * @param high the last address as a number
   */
  public record Range(long low, long high, PortSet ports) {
    /** {@code 10.0.0.0-10.255.255.255}. */
    public String addresses() {
      return Cidr.v4Text(low) + "-" + Cidr.v4Text(high);
    }
  }

  /** Asks for the ports of one address. */
  interface PortsOf {
    PortSet at(long address);
  }

  private AddressRanges(List<Range> ranges) {
    this.ranges = ranges;
  }

  /**
   * The ranges that boundaries cut, each with the ports of its first address.
   *
   * @param boundaries first addresses of ranges; 0 need not be among them
   */
  static AddressRanges cut(Set<Long> boundaries, PortsOf ports) {
    TreeSet<Long> sorted = new TreeSet<>(boundaries);
    sorted.add(0L);
    List<Range> out = new ArrayList<>();
    List<Long> starts = new ArrayList<>(sorted);
    for (int i = 0; i < starts.size(); i++) {
      long low = starts.get(i);
      long high = i + 1 < starts.size() ? starts.get(i + 1) - 1 : LAST;
      PortSet here = ports.at(low);
      Range last = out.isEmpty() ? null : out.get(out.size() - 1);
      if (last != null && last.high() + 1 == low && last.ports().equals(here)) {
        out.set(out.size() - 1, new Range(last.low(), high, here));
      } else if (!here.isEmpty()) {
        out.add(new Range(low, high, here));
      }
    }
    return new AddressRanges(List.copyOf(out));
  }

  /** The ranges in ascending order. */
  public List<Range> ranges() {
    return ranges;
  }

  /** The ports at an address. */
  PortSet at(long address) {
    for (Range range : ranges) {
      if (address >= range.low() && address <= range.high()) {
        return range.ports();
      }
    }
    return PortSet.NONE;
  }

  /** The ports of both at every address that either has ports for. */
  AddressRanges union(AddressRanges other) {
    if (this == other || other.ranges.isEmpty()) {
      return this;
    }
    Set<Long> boundaries = new HashSet<>();
    boundaries(boundaries);
    other.boundaries(boundaries);
    return cut(boundaries, address -> at(address).union(other.at(address)));
  }

  /** The part of these ranges that lies in some blocks. */
  AddressRanges within(List<Cidr> blocks) {
    Set<Long> boundaries = new HashSet<>();
    boundaries(boundaries);
    blocks.forEach(block -> boundaries(block, boundaries));
    return cut(
        boundaries,
        address ->
            blocks.stream().anyMatch(block -> block.holdsV4(address)) ? at(address) : PortSet.NONE);
  }

  /**
   * Visits each range whose ports differ in the other: the range with its ports here, and those
   * there.
   */
  void compare(AddressRanges other, BiConsumer<Range, PortSet> out) {
    Set<Long> boundaries = new HashSet<>(Set.of(0L));
    boundaries(boundaries);
    other.boundaries(boundaries);
    List<Long> starts = new ArrayList<>(new TreeSet<>(boundaries));
    int i = 0;
    while (i < starts.size()) {
      long low = starts.get(i);
      PortSet here = at(low);
      PortSet there = other.at(low);
      do {
        i++;
      } while (i < starts.size()
          && at(starts.get(i)).equals(here)
          && other.at(starts.get(i)).equals(there));
      if (!here.equals(there)) {
        long high = i < starts.size() ? starts.get(i) - 1 : LAST;
        out.accept(new Range(low, high, here), there);
      }
    }
  }

  /** Adds the first address of each range and the one behind it. */
  void boundaries(Set<Long> out) {
    for (Range range : ranges) {
      out.add(range.low());
      if (range.high() < LAST) {
        out.add(range.high() + 1);
      }
    }
  }

  /** Adds where a block of IPv4 addresses starts and where it has ended; none for IPv6. */
  static void boundaries(Cidr cidr, Set<Long> out) {
    if (!cidr.v6()) {
      out.add(cidr.low().longValue());
      long high = cidr.high().longValue();
      if (high < LAST) {
        out.add(high + 1);
      }
    }
  }
}
