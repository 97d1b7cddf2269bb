//! Migrations of the store, one file a change, the same for SQLite and PostgreSQL.
//!
//! A migration never reads the entities: these change with the code, a migration never does. Each
//! runs in one transaction on both stores.

use sea_orm_migration::prelude::*;

mod m0001_registry;
mod m0002_lists;
mod m0003_staff;
mod m0004_asked_together;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_registry::Migration),
            Box::new(m0002_lists::Migration),
            Box::new(m0003_staff::Migration),
            Box::new(m0004_asked_together::Migration),
        ]
    }
}
