// Asks one long question after the other, as the reader does, in a process of its own: `go` starts it, `stop` is answered with how
// long each took, in milliseconds.
import { openCache } from '../../electron/store/open.ts'
import { countPayments } from '../../electron/store/queries/payments/payment-counts.ts'

const [folder = ''] = process.argv.slice(2)
const cache = openCache(folder, Buffer.alloc(32, 9), { readonly: true })
if (!cache.ok) throw new Error(cache.detail)
const { database } = cache
const took: number[] = []
let isAsking = false

/** An aggregate over every payment, by no index. */
const aggregate = database.prepare(
  'SELECT method_brand, status, currency, count(*), sum(amount), sum(amount_refunded) FROM payment_intents GROUP BY 1, 2, 3',
)

function askOnce(): void {
  if (!isAsking) return
  const began = performance.now()
  aggregate.all()
  countPayments(database, { deskId: 'bench', filter: { text: 'example' } })
  took.push(performance.now() - began)
  setImmediate(askOnce)
}

process.on('disconnect', () => process.exit(0))
process.on('message', (order) => {
  isAsking = order === 'go'
  if (isAsking) {
    took.length = 0
    askOnce()
    process.send?.({})
  } else process.send?.({ took })
})
process.send?.({ ready: true })
