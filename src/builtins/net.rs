//! Arithmetic on address blocks (CIDR), IPv4 and IPv6.

use super::call::{Call, Fault};
use super::signature::{Param, Ty, param, signature};
use super::table::{Builtin, Run, example, function};
use crate::graph::{Deferred, ValueKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const BLOCK: Param = param("block", Ty::Text);

pub(super) static ENTRIES: &[Builtin] = &[
    Builtin {
        run: Run::Compute {
            compute: cidr_subnet,
            defer: Some(defer_cidr_subnet),
        },
        ..function(
            "cidrSubnet",
            &[signature(
                &[
                    BLOCK,
                    param("prefixLength", Ty::Int),
                    param("index", Ty::Int),
                ],
                Ty::Text,
            )],
            "The part of a block of addresses that has the prefix length `prefixLength` and the \
             number `index` (the first is 0). A block that is known only when deploying becomes \
             `Fn::Cidr`.",
            example(r#"cidrSubnet("10.0.0.0/16", 24, 3)"#, r#""10.0.3.0/24""#),
            cidr_subnet,
        )
    },
    function(
        "cidrHost",
        &[signature(&[BLOCK, param("index", Ty::Int)], Ty::Text)],
        "The address number `index` of a block (the first is 0). A negative number counts from \
         the end: -1 is the last.",
        example(r#"cidrHost("10.0.3.0/24", 5)"#, r#""10.0.3.5""#),
        cidr_host,
    ),
    function(
        "cidrContains",
        &[signature(&[BLOCK, param("part", Ty::Text)], Ty::Bool)],
        "Whether an address, or a whole block, lies in a block.",
        example(r#"cidrContains("10.0.0.0/16", "10.0.3.0/24")"#, "true"),
        cidr_contains,
    ),
];

/// Addresses that share their first `prefix` bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Block {
    /// The first address, in the low `bits` bits.
    first: u128,
    prefix: u32,
    /// 32 or 128.
    bits: u32,
}

impl Block {
    /// Reads `10.0.0.0/16`. Bits behind the prefix must be zero, as AWS wants it.
    fn parse(text: &str) -> Result<Block, String> {
        let (address, prefix) = text
            .split_once('/')
            .ok_or_else(|| format!("expected a block like `10.0.0.0/16`, found `{text}`"))?;
        let whole = parse_address(address)?;
        let digits = !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_digit());
        let prefix = prefix.parse().ok().filter(|p| digits && *p <= whole.bits);
        let prefix = prefix
            .ok_or_else(|| format!("the prefix length of `{text}` is not in 0..{}", whole.bits))?;
        let block = Block { prefix, ..whole };
        if block.first & block.host_mask() != 0 {
            let first = Block {
                first: block.first & !block.host_mask(),
                ..block
            };
            return Err(format!("`{text}` starts inside its block `{first}`"));
        }
        Ok(block)
    }

    /// Ones where the bits of a host stand.
    fn host_mask(self) -> u128 {
        match self.bits - self.prefix {
            128 => u128::MAX,
            hosts => (1 << hosts) - 1,
        }
    }

    fn last(self) -> u128 {
        self.first | self.host_mask()
    }

    fn holds(self, other: Block) -> bool {
        self.bits == other.bits && self.first <= other.first && other.last() <= self.last()
    }

    fn address(self) -> IpAddr {
        match self.bits {
            32 => IpAddr::V4(Ipv4Addr::from_bits(self.first as u32)),
            _ => IpAddr::V6(Ipv6Addr::from_bits(self.first)),
        }
    }
}

impl std::fmt::Display for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}/{}", self.address(), self.prefix)
    }
}

/// An address as the block that holds it alone.
fn parse_address(text: &str) -> Result<Block, String> {
    let (first, bits) = match text.parse() {
        Ok(IpAddr::V4(v4)) => (u128::from(v4.to_bits()), 32),
        Ok(IpAddr::V6(v6)) => (v6.to_bits(), 128),
        Err(_) => return Err(format!("expected an IP address, found `{text}`")),
    };
    Ok(Block {
        first,
        prefix: bits,
        bits,
    })
}

fn block(call: &Call, index: usize) -> Result<Block, Fault> {
    Block::parse(call.text(index)?).map_err(|message| Fault::at(index, message))
}

fn cidr_subnet(call: &mut Call) -> Result<ValueKind, Fault> {
    let (block, prefix, index) = (block(call, 0)?, call.int(1)?, call.int(2)?);
    let prefix = u32::try_from(prefix)
        .ok()
        .filter(|p| (block.prefix..=block.bits).contains(p))
        .ok_or_else(|| {
            let (from, to) = (block.prefix, block.bits);
            Fault::at(
                1,
                format!("a part of `{block}` has a prefix length in {from}..{to}, not {prefix}"),
            )
        })?;
    let part = nth_part(block, prefix, index);
    let part = part.ok_or_else(|| {
        let parts = 2f64.powi((prefix - block.prefix) as i32);
        Fault::at(
            2,
            format!("`{block}` has {parts} parts of /{prefix}, so that there is no part {index}"),
        )
    })?;
    Ok(ValueKind::Text(ecow::eco_format!("{part}")))
}

fn nth_part(block: Block, prefix: u32, index: i64) -> Option<Block> {
    let index = u128::try_from(index).ok()?;
    let parts = prefix - block.prefix;
    if parts < 128 && index >> parts != 0 {
        return None;
    }
    // A shift by all bits only happens for the first part of everything.
    let offset = index.checked_shl(block.bits - prefix).unwrap_or(0);
    Some(Block {
        first: block.first | offset,
        prefix,
        ..block
    })
}

fn defer_cidr_subnet(call: &Call) -> Option<Deferred> {
    Some(Deferred::CidrSubnet {
        block: call.raw(0).ok()?.clone(),
        length: call.raw(1).ok()?.clone(),
        index: call.raw(2).ok()?.clone(),
    })
}

fn cidr_host(call: &mut Call) -> Result<ValueKind, Fault> {
    let (block, index) = (block(call, 0)?, call.int(1)?);
    let distance = u128::from(index.unsigned_abs());
    let address = match index {
        0.. => block.first.checked_add(distance),
        _ => block.last().checked_sub(distance - 1),
    };
    let inside = |a: &u128| (block.first..=block.last()).contains(a);
    let first = address
        .filter(inside)
        .ok_or_else(|| Fault::at(1, format!("`{block}` has no address {index}")))?;
    let address = Block { first, ..block }.address();
    Ok(ValueKind::Text(ecow::eco_format!("{address}")))
}

fn cidr_contains(call: &mut Call) -> Result<ValueKind, Fault> {
    let block = block(call, 0)?;
    let text = call.text(1)?;
    let part = match text.contains('/') {
        true => Block::parse(text),
        false => parse_address(text),
    };
    let part = part.map_err(|message| Fault::at(1, message))?;
    Ok(ValueKind::Bool(block.holds(part)))
}
