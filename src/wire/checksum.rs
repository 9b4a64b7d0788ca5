//! A checksum against cut and changed texts; not against an adversary.

/// CRC-32 of the bytes: reflected polynomial `0xEDB88320`, as in zip and PNG.
///
/// # Source
/// ISO 3309; the check value of `123456789` is `0xCBF43926`.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = (rest >> 1) ^ (0xEDB8_8320 & (rest & 1).wrapping_neg());
        }
    }
    !rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_check_value_comes_out() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
