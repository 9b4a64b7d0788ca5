//! One way to sort, small in code.
//!
//! The sorts of the standard library are faster for long lists and are compiled anew for every type and every
//! comparison, several kilobytes each time. Here the work is done once, on positions.

use std::cmp::Ordering;

/// Sorts by a comparison; equals keep their order. Takes about `n log n` comparisons, `n` for what is sorted already.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for (a, b) in swaps(items.len(), &|a, b| compare(&items[a], &items[b])) {
        items.swap(a, b);
    }
}

/// Sorts by the order of the items themselves.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Enters a number into a rising list, unless it is there.
pub fn insert_once(rising: &mut Vec<f64>, number: f64) {
    if let Err(place) = rising.binary_search_by(|known| known.total_cmp(&number)) {
        rising.insert(place, number);
    }
}

/// The swaps of places that sort `count` items, one after the other.
#[inline(never)]
fn swaps(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut swaps = Vec::new();
    if (1..count).all(|place| compare(place - 1, place).is_le()) {
        return swaps;
    }
    let mut from = merge_sorted(count, compare);
    // Place by place along each circle of the permutation: what belongs here comes, what was here moves on.
    for first in 0..count {
        let mut here = first;
        while from[here] != first {
            let source = std::mem::replace(&mut from[here], here);
            swaps.push((here, source));
            here = source;
        }
        from[here] = here;
    }
    swaps
}

/// For every place the position of the item that belongs there: a merge sort from the bottom up.
fn merge_sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut merged = Vec::with_capacity(count);
    let mut width = 1;
    while width < count {
        merged.clear();
        for run in from.chunks(2 * width) {
            let (mut left, mut right) = run.split_at(width.min(run.len()));
            while let (Some((&a, left_rest)), Some((&b, right_rest))) =
                (left.split_first(), right.split_first())
            {
                // Only what is truly less goes before what stood to its left.
                if compare(a, b).is_le() {
                    merged.push(a);
                    left = left_rest;
                } else {
                    merged.push(b);
                    right = right_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut from, &mut merged);
        width *= 2;
    }
    from
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the standard library's sort is what this one is held against")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in prop::collection::vec(0u8..20, 0..200)) {
            // The position tells equals apart, so that the two agree only if both keep their order.
            let mut ours: Vec<(u8, usize)> = items.into_iter().zip(0..).collect();
            let mut theirs = ours.clone();
            sort_by(&mut ours, |a, b| b.0.cmp(&a.0));
            theirs.sort_by_key(|item| std::cmp::Reverse(item.0));
            prop_assert_eq!(&ours, &theirs);
            sort(&mut ours);
            theirs.sort();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn inserting_once_is_sorting_without_repeats(numbers in prop::collection::vec(-9i8..9, 0..40)) {
            let mut rising = Vec::new();
            let mut expected: Vec<f64> = numbers.into_iter().map(f64::from).collect();
            expected.iter().for_each(|number| insert_once(&mut rising, *number));
            expected.sort_by(f64::total_cmp);
            expected.dedup();
            prop_assert_eq!(rising, expected);
        }
    }

    #[test]
    fn no_comparison_makes_it_fail_or_lose_an_item() {
        let mut items: Vec<u32> = (0..50).collect();
        sort_by(&mut items, |_, _| Ordering::Greater);
        items.sort_unstable();
        assert!(items.into_iter().eq(0..50));
    }
}
