// The table of what followed from events goes: access_facts says it, a row for each event too (docs/decisions/0017-access.md).
import type { Migration } from '../migration.ts'

const up = /* sql */ `DROP TABLE handled;`

export const cacheOfNoEffects: Migration = { number: 16, name: 'no-effects', up }
