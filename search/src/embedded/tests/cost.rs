//! Hostile queries, which must not cost much.

use std::time::{Duration, Instant};

use super::*;

#[tokio::test]
async fn hostile_queries_cost_little() {
    let home = home();
    let bodies: Vec<_> = (0..300)
        .map(|number| named(&format!("org-{number}"), &format!("«Өркен» №{number} мектеп бірлестігі")))
        .collect();
    let index = index_of(&home, &bodies).await;
    let blocks: String = (0u32..0x11_0000).step_by(97).filter_map(char::from_u32).collect();
    let words: Vec<String> = (0..5000).map(|number| format!("сөз{number}а мектепп")).collect();
    let hostile = [
        "а".repeat(100_000),
        "мектеп ".repeat(15_000),
        "\0".repeat(100_000),
        blocks,
        words.join(" "),
        "(.*)+[a-z]{1,1000}\\d?".repeat(4000),
        "' OR 1=1 --".repeat(5000),
        "vfntvfnbrf".repeat(10_000),
    ];
    // Unoptimized builds are many times slower than what is promised.
    let allowed = Duration::from_millis(if cfg!(debug_assertions) { 5000 } else { 50 });
    for query in &hostile {
        let start = Instant::now();
        ask(&index, query).await;
        let took = start.elapsed();
        let beginning: String = query.chars().take(20).collect();
        assert!(took < allowed, "{beginning:?}: {took:?}");
    }
}
