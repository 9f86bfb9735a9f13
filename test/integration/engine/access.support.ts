// A whole Bursar without a window, called as a page calls it: registrar, threads, real files, and the simulator with its live keys.
import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { startThreads } from '../../../electron/threads.ts'
import type {
  AuditEntry,
  Desk,
  MethodName,
  Order,
  Policy,
  PushName,
  PushOf,
  ReplyOf,
  RequestOf,
  Result,
} from '../../../src/contract/index.ts'
import { firstPolicy } from '../../../src/domain/policy.ts'
import { programOf } from '../../programs.ts'
import { watchedRegistrar } from '../../security/registry.ts'
import { trusted } from '../../security/senders.ts'
import type { Bench } from '../../unit/simulator/harness.ts'

export const passphrase = 'correct horse battery'

export function startApp(home: string) {
  const pushes: { push: PushName; payload: unknown }[] = []
  const threads = startThreads({
    home,
    files: {
      engine: programOf('engine'),
      reader: programOf('reader'),
      simulator: programOf('simulator'),
      listener: programOf('listener'),
      writer: programOf('writer'),
    },
    liveKeys: 'simulated',
    noKeychain: true,
    stillDemo: true,
    onPush: (push, payload) => void pushes.push({ push, payload }),
    onCrash: ({ error }) => {
      throw error
    },
  })
  let stopped = false
  async function stop(): Promise<void> {
    if (!stopped) await threads.stop()
    stopped = true
  }
  onTestFinished(stop)
  const { registrar } = watchedRegistrar({
    call: (method, request) => threads.call(method, request),
    onBug: (method, error) => {
      throw new Error(method, { cause: error })
    },
  })
  const call = async <Name extends MethodName>(
    method: Name,
    request: RequestOf<Name>,
  ): Promise<Result<ReplyOf<Name>>> =>
    (await registrar.answer(trusted(), { method, request })) as Result<ReplyOf<Name>>

  /** The value, or the failure as a test's. */
  async function done<Name extends MethodName>(
    method: Name,
    request: RequestOf<Name>,
  ): Promise<ReplyOf<Name>> {
    const answer = await call(method, request)
    if (!answer.ok) throw new Error(`${method}: ${answer.error.code} ${answer.error.message}`)
    return answer.value
  }

  return {
    call,
    done,
    stop,
    /** What the shell tells the engine by itself. */
    tellEngine: threads.tellEngine,
    /** As a page that was taken over would: any name at all. */
    raw: (method: string, request: unknown) => registrar.answer(trusted(), { method, request }),
    pushesOf: <Name extends PushName>(name: Name) =>
      pushes.flatMap(({ push, payload }) => (push === name ? [payload as PushOf<Name>] : [])),
    async audit(deskId: string): Promise<AuditEntry[]> {
      const { rows } = await done('audit.list', { deskId, filter: {}, lane: 'test', limit: 200 })
      return rows.toReversed()
    },
  }
}

export type App = ReturnType<typeof startApp>

export function connectLive(app: App, bench: Bench): Promise<Desk> {
  return app.done('account.connect', {
    key: bench.simulator.accounts[0]!.keys.secretLive,
    baseUrl: bench.simulator.baseUrl,
  })
}

export const aPolicy = (change: Partial<Policy> = {}): Policy => ({
  ...firstPolicy('Europe/Berlin'),
  holdSeconds: 3,
  ...change,
})

/** Paid with iDEAL: a live account takes no test cards. */
export async function payLive(bench: Bench, amount: number): Promise<{ id: string; currency: string }> {
  const { secretLive: key } = bench.simulator.accounts[0]!.keys
  const billing_details = { email: 'mia@example.com', name: 'Mia Vogel' }
  const method = await bench.post('/v1/payment_methods', { type: 'ideal', billing_details }, { key })
  const paid = await bench.post(
    '/v1/payment_intents',
    {
      amount,
      currency: 'eur',
      payment_method: method.body.id,
      allowed_payment_method_types: ['ideal'],
      confirm: true,
    },
    { key },
  )
  if (paid.body.status !== 'succeeded') throw new Error(JSON.stringify(paid.body))
  return paid.body as { id: string; currency: string }
}

export const anOrderOf = (
  deskId: string,
  payment: { id: string; currency: string },
  amount: number,
  more: Partial<RequestOf<'refund.place'>> = {},
): RequestOf<'refund.place'> => ({
  deskId,
  orderId: randomUUID(),
  paymentIntentId: payment.id,
  amount,
  currency: payment.currency,
  reason: 'requested_by_customer',
  note: null,
  customerLabel: null,
  confirmation: { how: 'typed', amount: (amount / 100).toFixed(2) },
  ...more,
})

/** Amounts of the refunds that are really there, in live mode. */
export const liveRefunds = (bench: Bench, ...paymentIntentIds: string[]): number[] =>
  [...bench.simulator.ledger(bench.account, 'live').refunds.values()]
    .filter(({ payment_intent }) => payment_intent !== null && paymentIntentIds.includes(payment_intent))
    .map(({ amount }) => amount)

export const codeOf = (answer: Result<unknown>): string => (answer.ok ? 'ok' : answer.error.code)
export const stateOf = (answer: Result<Order>): string => (answer.ok ? answer.value.state : answer.error.code)
