// A stateful Stripe on loopback HTTP. Binds 127.0.0.1 only, imports nothing of the engine, and reaches nothing but the webhook endpoint it was given.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBooks } from './accounts.ts'
import { createApi, type ApiAnswer, type ApiRequest } from './api.ts'
import { applyChaos, calmChaos, createDice, type ChaosAction } from './chaos.ts'
import { createClock } from './clock.ts'
import { answerControl, isControlPath } from './control.ts'
import { createHostedPages, isVisit } from './hosted-server.ts'
import { createKeyRing } from './keys.ts'
import { ledgerOf } from './ledger.ts'
import { moveMoney } from './life/balance.ts'
import { completeSession, completeWith } from './life/checkout.ts'
import { attemptPayment } from './life/payments.ts'
import { billNow, renewWhenDue } from './life/renewals.ts'
import { makeSubscription } from './life/subscriptions.ts'
import { createRateLimit, type RateLimited } from './rate-limit.ts'
import { refusals } from './refusals.ts'
import { ACCOUNTS } from './seed/business.ts'
import { isPurchase, openStateFile } from './state-file.ts'
import type { Simulator, SimulatorOptions } from './surface.ts'
import { createTrade } from './trade.ts'

const LARGEST_BODY_BYTES = 1024 * 1024
const DEFAULT_SIZE = { customers: 400, payments: 5000 }

export type { Ledger, SimulatedAccount, Simulator, SimulatorOptions } from './surface.ts'

/**
 * Listens first and writes its year then, which takes a second: `onListening` is told where, and whoever asks meanwhile is answered after it.
 * @throws when its state file can't be read, or the port is taken.
 */
export async function startSimulator(
  options: SimulatorOptions,
  onListening: (at: Pick<Simulator, 'baseUrl' | 'accounts'>) => void = () => undefined,
): Promise<Simulator> {
  const realNow = Math.floor(Date.now() / 1000)
  const wanted = {
    seed: options.seed,
    anchor: options.nowSeconds ?? realNow,
    size: options.size ?? DEFAULT_SIZE,
  }
  const file = options.stateFile === undefined ? null : openStateFile(options.stateFile, wanted)
  const { seed, anchor, size } = file?.head ?? wanted
  const keys = createKeyRing(seed, ACCOUNTS)
  const accounts = ACCOUNTS.map(({ id, name }) => ({ id, name, keys: keys.keysOf(id) }))

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      // A bug of the simulator, or a disk that is full: said as such, so that nobody takes it for chaos.
      const message = `The simulator itself failed: ${error instanceof Error ? error.message : String(error)}`
      if (outgoing.headersSent || outgoing.destroyed) return
      outgoing.writeHead(500, { 'content-type': 'application/json' })
      outgoing.end(JSON.stringify({ error: { message, type: 'api_error' } }))
    })
  })
  server.keepAliveTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const baseUrl = `http://127.0.0.1:${port}`
  onListening({ baseUrl, accounts })
  // From here to the end nothing waits, so that no request is met before all stands.

  const clock = createClock(anchor)
  clock.freeze(anchor)
  const chaos = calmChaos()
  applyChaos(chaos, options.chaos ?? {})
  const dice = createDice(chaos, seed)
  const books = createBooks({ seed, clock, dice, anchorSeconds: anchor, size })
  const [first] = ACCOUNTS
  let isReplaying = true
  const api = createApi({
    seed,
    clock,
    keys,
    bookOf: (accountId, mode) => books.open(accountId, mode).book,
    onMutation: (mutation) => {
      if (!isReplaying) file?.append(mutation)
    },
  })
  const trade = createTrade({
    book: books.open(first.id, 'test').book,
    clock,
    seed,
    onPurchase: (purchase) => file?.append(purchase),
  })
  const pages = createHostedPages({ books, now: clock.nowSeconds, onVisit: (visit) => file?.append(visit) })
  for (const deed of file?.deeds ?? []) {
    clock.freeze(Math.max(deed.at, clock.nowSeconds()))
    if (isPurchase(deed)) trade.replay(deed)
    else if (isVisit(deed)) pages.replay(deed)
    else api.replay(deed)
  }
  isReplaying = false
  clock.freeze(Math.max(options.nowSeconds ?? realNow, clock.nowSeconds()))
  clock.resume()

  const simulator: Simulator = {
    baseUrl,
    port,
    accounts,
    clock: {
      nowSeconds: clock.nowSeconds,
      advance: clock.advance,
      freeze: clock.freeze,
      resume: clock.resume,
    },
    chaos,
    ledger: (accountId, mode) => {
      clock.settle()
      const { book } = books.open(accountId, mode)
      return ledgerOf(book, api.received(accountId, mode))
    },
    createRestrictedKey: keys.createRestricted,
    revokeKey: keys.revoke,
    setWebhook: (accountId, mode, endpoint) => books.open(accountId, mode).webhooks.pointAt(endpoint),
    webhooksIdle: async () => {
      await Promise.all(books.opened().map(({ webhooks }) => webhooks.idle()))
    },
    adjustBalance: (accountId, mode, currency, amount) => {
      moveMoney(books.open(accountId, mode).book, {
        type: 'adjustment',
        category: 'other_adjustment',
        amount,
        currency,
        source: null,
        description: 'Adjustment',
        availableAtOnce: true,
      })
      clock.settle()
    },
    authenticate: (accountId, mode, id) => {
      const { book } = books.open(accountId, mode)
      const intent = book.paymentIntents.get(id)
      const method = book.paymentMethods.get(intent?.payment_method ?? '')
      if (intent?.status === 'requires_action' && method !== undefined)
        attemptPayment(book, intent, method, { authenticated: true })
    },
    completeSession: (accountId, mode, id, card = 'pm_card_visa') => {
      clock.settle()
      const { book } = books.open(accountId, mode)
      const [session, method] = [book.checkoutSessions.get(id), book.paymentMethods.get(card)]
      if (method === undefined) completeSession(book, id, card)
      else if (session?.status === 'open') completeWith(book, session, method)
    },
    subscribe: (accountId, mode, { customer, price, paymentMethod, ...more }) => {
      const { book } = books.open(accountId, mode)
      const known = book.prices.get(price)
      if (known === undefined || book.customers.get(customer) === undefined) return undefined
      const made = makeSubscription(book, {
        ...more,
        customer,
        price: known,
        defaultPaymentMethod: paymentMethod ?? null,
      })
      renewWhenDue(book, made)
      return made
    },
    bill: (accountId, mode, id) => {
      clock.settle()
      return billNow(books.open(accountId, mode).book, id)
    },
    setWhenRetriesFail: (accountId, mode, what) => {
      books.open(accountId, mode).book.whenRetriesFail = what
    },
    setTrade: trade.set,
    close: async () => {
      for (const { webhooks } of books.opened()) webhooks.close()
      clock.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
  if (options.webhook !== undefined) simulator.setWebhook(first.id, 'test', options.webhook)
  if (options.trade !== undefined) trade.set(options.trade.everySeconds)

  const rateLimited = createRateLimit(chaos)

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await readBody(incoming)
    if (body === null) {
      outgoing.writeHead(413).end()
      return
    }
    const [path, query] = splitUrl(incoming.url ?? '/')
    if (isControlPath(path)) {
      const answer = answerControl(simulator, incoming, path, body)
      outgoing
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body))
      return
    }
    clock.settle()
    const page = pages.answer(incoming, path, query, body)
    if (page !== undefined) {
      outgoing.writeHead(page.status, page.headers).end(page.body)
      return
    }
    const asked: ApiRequest = {
      method: incoming.method ?? 'GET',
      path,
      query,
      body,
      authorization: incoming.headers.authorization,
      idempotencyKey: header(incoming, 'idempotency-key'),
      stripeAccount: header(incoming, 'stripe-account'),
      stripeVersion: header(incoming, 'stripe-version'),
    }
    const reply = (answer: ApiAnswer, fate: string | null = null) => {
      api.note(asked, answer, fate)
      outgoing.writeHead(answer.status, answer.headers).end(answer.body)
    }
    const vanish = (answer: ApiAnswer | null, fate: ChaosAction) => {
      api.note(asked, answer, fate)
      incoming.socket.destroy()
    }

    const action = dice.actionFor(asked.method, asked.path)
    if (action === 'refuse') return vanish(null, action)
    const slowDown = (reason: RateLimited) =>
      reply(
        api.refused(asked, refusals.rateLimited(!/_test_/.test(asked.authorization ?? ''), reason)),
        action,
      )
    if (action === '429') return slowDown('global-rate')
    const limited = rateLimited(api.endpointOf(asked))
    if (limited !== null) return slowDown(limited)
    if (action === '500_before') return reply(api.refused(asked, refusals.serverError()), action)

    const begun = api.prepare(asked)
    await wait(dice.latencyMs())
    if ('answer' in begun)
      return action === 'lose_response' ? vanish(begun.answer, action) : reply(begun.answer)
    const { prepared } = begun
    switch (action) {
      case undefined:
        return reply(api.execute(prepared))
      case '500_after':
        return reply(api.execute(prepared, 'with_error'), action)
      case '500_kept':
        return reply(api.execute(prepared, 'rolled_back'), action)
      case 'lose_response':
        return vanish(api.execute(prepared), action)
      case 'other_mode':
        return reply(claimingOtherMode(api.execute(prepared)), action)
      case 'hang':
        api.note(asked, null, action)
        incoming.socket.once('close', () => api.abandon(prepared))
        return undefined
      case 'hang_after':
        api.note(asked, api.execute(prepared), action)
        return undefined
      default:
        return action satisfies never
    }
  }

  return simulator
}

const splitUrl = (url: string): [string, string] => {
  const mark = url.indexOf('?')
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

const header = (incoming: IncomingMessage, name: string): string | undefined => {
  const value = incoming.headers[name]
  return Array.isArray(value) ? value[0] : value
}

const wait = (milliseconds: number) =>
  milliseconds <= 0 ? undefined : new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** The whole body as text, or null when it is too large. */
async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer
    length += bytes.length
    if (length > LARGEST_BODY_BYTES) return null
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function claimingOtherMode(answer: ApiAnswer): ApiAnswer {
  const claimed = (_: string, mode: string) => `"livemode":${mode === 'true' ? 'false' : 'true'}`
  return { ...answer, body: answer.body.replaceAll(/"livemode":(true|false)/g, claimed) }
}
