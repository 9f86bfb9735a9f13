// The Stripe of the backfill bench, as a process of its own: the simulator with latency and its rate limit on.
import { startSimulator } from '../../electron/simulator/server.ts'

/** What the bench sends to begin. */
export interface BenchStripe {
  customers: number
  payments: number
  latencyMs: number
  /** Requests a second. */
  limit: number
}

process.once('message', (asked: BenchStripe) => {
  void begin(asked)
})

async function begin({ customers, payments, latencyMs, limit }: BenchStripe): Promise<void> {
  const simulator = await startSimulator({
    seed: 'backfill bench',
    nowSeconds: 1_795_000_000,
    size: { customers, payments },
    chaos: { latencyMs: [latencyMs, latencyMs], rateLimit: { perSecond: limit } },
  })
  const [account] = simulator.accounts
  process.send?.({ baseUrl: simulator.baseUrl, key: account?.keys.secretTest })
  process.on('message', () => {
    const requests = account ? simulator.ledger(account.id, 'test').requests : []
    process.send?.(requests.filter(({ status }) => status === 429).length)
  })
}
