// Gathers what changed on a desk, so that the face hears of each kind a few times a second and not at every commit.
import type { PushOf } from '../../../src/contract/index.ts'
import type { ObjectTable } from '../../store/projections/kind.ts'

type Kind = PushOf<'data.changed'>['kinds'][number]

const tellEveryMs = 200

/** What is told when rows of a table change. Most are part of a payment as it is shown, and of the lists beside it. */
const kindOf: Readonly<Record<ObjectTable, Kind>> = {
  payment_intents: 'payments',
  charges: 'payments',
  refunds: 'payments',
  disputes: 'payments',
  customers: 'payments',
  payment_methods: 'payments',
  // The pages on which a payment that waits can be finished.
  invoices: 'payments',
  invoice_payments: 'payments',
  checkout_sessions: 'payments',
  // Lists of subscriptions and of access ask again with the same word.
  subscriptions: 'payments',
  subscription_schedules: 'payments',
  products: 'payments',
  prices: 'payments',
  // No event tells of these: they are listed, often alone.
  balance_transactions: 'balance',
  payouts: 'balance',
}

export interface Changes {
  /** The first of a kind is told at once, whatever else was told just now; the many after it gathered. */
  note(kind: Kind): void
  /** Rows of these tables changed. */
  noteRows(tables: Iterable<ObjectTable>): void
  stop(): void
}

export function gatherChanges(tell: (kinds: Kind[]) => void): Changes {
  const gathered = new Set<Kind>()
  /** Told just now. */
  const resting = new Set<Kind>()
  const rests = new Set<NodeJS.Timeout>()
  let soon: NodeJS.Timeout | undefined

  function flush(): void {
    soon = undefined
    const kinds = [...gathered].filter((kind) => !resting.has(kind))
    if (kinds.length === 0) return
    for (const kind of kinds) {
      gathered.delete(kind)
      resting.add(kind)
    }
    const rest = setTimeout(() => {
      rests.delete(rest)
      for (const kind of kinds) resting.delete(kind)
      flush()
    }, tellEveryMs)
    rests.add(rest)
    tell(kinds)
  }

  function note(kind: Kind): void {
    gathered.add(kind)
    soon ??= setTimeout(flush, 0)
  }

  return {
    note,
    noteRows(tables) {
      for (const table of tables) note(kindOf[table])
    },
    stop() {
      clearTimeout(soon)
      for (const rest of rests) clearTimeout(rest)
    },
  }
}
