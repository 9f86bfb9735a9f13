// The simulator's own channel, /_simulator/…, for other processes on this machine: chaos, clock, ledger, keys, webhooks, trade. A web page can never reach it.
import type { IncomingMessage } from 'node:http'
import { applyChaos } from './chaos.ts'
import type { Mode } from './keys.ts'
import type { Simulator } from './surface.ts'

export interface ControlAnswer {
  readonly status: number
  readonly body: unknown
}

export const isControlPath = (path: string): boolean => path.startsWith('/_simulator/')

/**
 * Answers a control request. Wants `x-simulator-control: 1` (which a page can't send across origins without a preflight,
 * never granted here), no Origin, and a loopback Host (so that a rebound name is refused too).
 */
export function answerControl(
  simulator: Simulator,
  incoming: IncomingMessage,
  path: string,
  body: string,
): ControlAnswer {
  const { headers } = incoming
  const isOurs =
    headers['x-simulator-control'] === '1' &&
    headers.origin === undefined &&
    /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '')
  if (!isOurs) return { status: 403, body: { error: 'Not for you.' } }

  const sent = readBody(body)
  if (sent === null) return { status: 400, body: { error: 'The body must be a JSON object.' } }
  const account = textOf(sent['account']) ?? simulator.accounts[0]?.id ?? ''
  const mode: Mode = sent['mode'] === 'live' ? 'live' : 'test'
  if (!simulator.accounts.some(({ id }) => id === account))
    return { status: 404, body: { error: 'No such account.' } }

  switch (`${incoming.method} ${path.slice('/_simulator/'.length)}`) {
    case 'GET accounts':
      return ok(simulator.accounts)
    case 'GET chaos':
      return ok(simulator.chaos)
    case 'POST chaos':
      applyChaos(simulator.chaos, sent)
      return ok(simulator.chaos)
    case 'GET clock':
      return ok({ nowSeconds: simulator.clock.nowSeconds() })
    case 'POST clock':
      if (Number.isSafeInteger(sent['freeze'])) simulator.clock.freeze(sent['freeze'] as number)
      if (Number.isSafeInteger(sent['advance'])) simulator.clock.advance(sent['advance'] as number)
      if (sent['resume'] === true) simulator.clock.resume()
      return ok({ nowSeconds: simulator.clock.nowSeconds() })
    case 'POST ledger': {
      const ledger = simulator.ledger(account, mode)
      const { balances, charges, checkoutSessions, disputes, events, paymentIntents, refunds, requests } =
        ledger
      return ok({
        entitlements: Object.fromEntries(ledger.entitlements),
        invoices: Object.fromEntries(ledger.invoices),
        subscriptionSchedules: Object.fromEntries(ledger.subscriptionSchedules),
        subscriptions: Object.fromEntries(ledger.subscriptions),
        balances: Object.fromEntries(balances),
        checkoutSessions: Object.fromEntries(checkoutSessions),
        charges: Object.fromEntries(charges),
        disputes: Object.fromEntries(disputes),
        events,
        paymentIntents: Object.fromEntries(paymentIntents),
        refunds: Object.fromEntries(refunds),
        requests,
      })
    }
    case 'POST requests':
      return ok(simulator.ledger(account, mode).requests)
    case 'POST webhook': {
      const url = textOf(sent['url'])
      const secret = textOf(sent['secret'])
      if (url !== undefined && !/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url))
        return { status: 400, body: { error: 'Webhooks go to loopback only.' } }
      simulator.setWebhook(account, mode, url === undefined || secret === undefined ? null : { url, secret })
      return ok({})
    }
    case 'POST keys': {
      const permissions = Array.isArray(sent['permissions']) ? sent['permissions'].map(String) : []
      return ok({ key: simulator.createRestrictedKey(account, mode, permissions) })
    }
    case 'POST keys/revoke':
      simulator.revokeKey(textOf(sent['key']) ?? '')
      return ok({})
    case 'POST balance':
      if (!Number.isSafeInteger(sent['amount']))
        return { status: 400, body: { error: 'amount must be an integer.' } }
      simulator.adjustBalance(account, mode, textOf(sent['currency']) ?? 'eur', sent['amount'] as number)
      return ok({})
    case 'POST authenticate':
      simulator.authenticate(account, mode, textOf(sent['payment_intent']) ?? '')
      return ok({})
    case 'POST complete_session':
      simulator.completeSession(account, mode, textOf(sent['session']) ?? '', textOf(sent['card']))
      return ok({})
    case 'POST subscribe': {
      const paymentMethod = textOf(sent['payment_method'])
      const made = simulator.subscribe(account, mode, {
        customer: textOf(sent['customer']) ?? '',
        price: textOf(sent['price']) ?? '',
        ...(paymentMethod === undefined ? {} : { paymentMethod }),
      })
      return made === undefined ? { status: 404, body: { error: 'No such customer or price.' } } : ok(made)
    }
    case 'POST bill': {
      const invoice = simulator.bill(account, mode, textOf(sent['subscription']) ?? '')
      return invoice === undefined ? { status: 404, body: { error: 'No such subscription.' } } : ok(invoice)
    }
    case 'POST retries': {
      const what = ['cancel', 'past_due', 'unpaid'].find((choice) => choice === sent['whenTheyFail'])
      if (what === undefined)
        return { status: 400, body: { error: 'whenTheyFail must be cancel, past_due or unpaid.' } }
      simulator.setWhenRetriesFail(account, mode, what as 'cancel' | 'past_due' | 'unpaid')
      return ok({})
    }
    case 'POST trade': {
      const every = sent['everySeconds']
      if (every !== null && !(Number.isSafeInteger(every) && (every as number) > 0))
        return { status: 400, body: { error: 'everySeconds must be a positive integer or null.' } }
      simulator.setTrade(every as number | null)
      return ok({})
    }
    default:
      return { status: 404, body: { error: 'No such control.' } }
  }
}

const ok = (body: unknown): ControlAnswer => ({ status: 200, body })
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

function readBody(body: string): Record<string, unknown> | null {
  if (body === '') return {}
  try {
    const value = JSON.parse(body) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
