// Signed webhooks: sends each event of a book to its endpoint and tries again with growing delay until a 2xx. Loopback only, never follows a redirect.
import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import type { Book } from './book.ts'
import type { Dice } from './chaos.ts'
import type { StripeEvent } from './records.ts'

export interface WebhookEndpoint {
  readonly url: string
  /** The whole `whsec_…` string is the HMAC key. */
  readonly secret: string
}

export interface Webhooks {
  /** Replaces the endpoint; null sends nowhere. Events made before are not sent. */
  pointAt(endpoint: WebhookEndpoint | null): void
  deliver(event: StripeEvent): void
  /** Resolves when no delivery is under way (retries that wait for the clock do not count). */
  idle(): Promise<void>
  close(): void
}

/** Seconds of simulated time before each further attempt. */
const RETRY_AFTER_SECONDS = [10, 60, 300, 1800, 7200, 18000, 36000, 43200, 43200, 43200]
const ANSWER_WITHIN_MS = 20_000

export function createWebhooks(book: Book, dice: Dice): Webhooks {
  let endpoint: WebhookEndpoint | null = null
  let isClosed = false
  const underway = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  let held: (() => void) | null = null

  const releaseHeld = () => {
    const send = held
    held = null
    send?.()
  }

  const attempt = (event: StripeEvent, to: WebhookEndpoint, count: number) => {
    if (isClosed) return
    const sending = tryOnce(event, to, count)
    underway.add(sending)
    void sending.finally(() => underway.delete(sending))
  }

  const tryOnce = async (event: StripeEvent, to: WebhookEndpoint, count: number) => {
    const isAccepted = await send(to, book.events.get(event.id) ?? event)
    if (isClosed) return
    const latest = book.events.get(event.id)
    const wait = RETRY_AFTER_SECONDS[count]
    if (!isAccepted && wait !== undefined)
      book.clock.schedule(book.clock.nowSeconds() + wait, () => attempt(event, to, count + 1))
    if (isAccepted && latest !== undefined && latest.pending_webhooks > 0)
      book.events.put({ ...latest, pending_webhooks: latest.pending_webhooks - 1 })
  }

  const later = (perform: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      perform()
    }, dice.delayMs())
    timers.add(timer)
  }

  return {
    pointAt: (next) => {
      endpoint = next
      book.endpoints = next === null ? 0 : 1
    },
    deliver: (event) => {
      const to = endpoint
      if (to === null) return
      const now = () => attempt(event, to, 0)
      switch (dice.webhookFate()) {
        case 'drop':
          break
        case 'deliver':
          now()
          break
        case 'duplicate':
          now()
          later(now)
          break
        case 'delay':
          later(now)
          break
        case 'reorder':
          releaseHeld()
          held = now
          later(() => {
            if (held === now) releaseHeld()
          })
          return
      }
      releaseHeld()
    },
    idle: async () => {
      while (underway.size > 0 || timers.size > 0) {
        await Promise.all(underway)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    close: () => {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

/** The `Stripe-Signature` of a body. The time is the real one: the receiver compares it with its own clock. */
export function signature(body: string, secret: string, atSeconds = Math.floor(Date.now() / 1000)): string {
  const digest = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')
  return `t=${atSeconds},v1=${digest}`
}

function send(to: WebhookEndpoint, event: StripeEvent): Promise<boolean> {
  const body = JSON.stringify(event, null, 2)
  return new Promise((resolve) => {
    const outgoing = request(
      to.url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'stripe-signature': signature(body, to.secret),
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
        timeout: ANSWER_WITHIN_MS,
      },
      (response) => {
        response.resume()
        const status = response.statusCode ?? 0
        response.on('end', () => resolve(status >= 200 && status < 300))
        response.on('error', () => resolve(false))
      },
    )
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('error', () => resolve(false))
    outgoing.end(body)
  })
}
