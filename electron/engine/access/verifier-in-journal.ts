// The passphrase's verifier of a desk that has no keychain item: the demo's, in its journal. It must never be used for another desk,
// whose secrets are in the keychain.
import type { Database } from 'better-sqlite3'
import type { GatePorts } from './passphrase-gate.ts'
import { verifierShape } from './passphrase.ts'

export function verifierInJournal(database: Database): Pick<GatePorts, 'verifier' | 'keepVerifier'> {
  const kept = database
    .prepare<[], string>(`SELECT value FROM access_settings WHERE name = 'passphrase'`)
    .pluck()
    .get()
  const write = database.prepare<[string]>(
    `INSERT INTO access_settings VALUES ('passphrase', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  )
  return {
    verifier: kept === undefined ? null : verifierShape.parse(JSON.parse(kept)),
    keepVerifier: async (verifier) => void write.run(JSON.stringify(verifier)),
  }
}
