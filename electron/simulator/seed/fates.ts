// What life has in store for renewals: which card is declined, why and for how long, and what its owner then does about it: nothing,
// a new card, the invoice's page, 3-D Secure. Follows from the invoice's id alone, so that it can be repeated. Test cards have no fate.
import type { Book } from '../book.ts'
import type { Invoice } from '../invoice-records.ts'
import { endSubscription } from '../life/subscriptions.ts'
import { subscriptionOf } from '../life/invoices.ts'
import { randomFrom, type Random } from '../random.ts'
import type { PaymentMethod } from '../records.ts'
import { authenticateLater, bringNewCard, payOnPage } from './rescues.ts'

const HOUR = 3600
const DAY = 86_400

/** Of a hundred renewals by card, how many are declined at first. */
const DECLINED_PERCENT = 17
/** Of a hundred renewals, after how many the customer ends the subscription by themselves. */
const LEAVES_PERCENT = 1.2

type Cure = 'a_later_try' | 'another_card' | 'authentication'

interface Fate {
  readonly code: string
  readonly cure: Cure
  /** Whether it is still to be seen at the anchor: nobody does anything about it. */
  readonly isShown?: boolean
}

const fate = (code: string, cure: Cure = 'another_card'): Fate => ({ code, cure })

const FATES: readonly (readonly [Fate, number])[] = [
  [fate('insufficient_funds', 'a_later_try'), 38],
  [fate('do_not_honor', 'a_later_try'), 9],
  [fate('generic_decline', 'a_later_try'), 7],
  [fate('expired_card'), 16],
  [fate('authentication_required', 'authentication'), 8],
  [fate('processing_error', 'a_later_try'), 4],
  [fate('issuer_not_available', 'a_later_try'), 3],
  [fate('card_velocity_exceeded', 'a_later_try'), 3],
  [fate('try_again_later', 'a_later_try'), 2],
  [fate('lost_card'), 2],
  [fate('stolen_card'), 1],
  [fate('pickup_card'), 1],
  [fate('invalid_account'), 2],
  [fate('stop_payment_order'), 1],
  [fate('revocation_of_authorization'), 1],
  [fate('transaction_not_allowed'), 1],
  [fate('fraudulent'), 1],
] // prettier-ignore

/** How many tries fail in a row where a later one may succeed. */
const TRIES = [[1, 38], [2, 22], [3, 10], [4, 5], [Infinity, 25]] as const // prettier-ignore

/** What newcomers should meet among the renewals of the last weeks, whatever the dice say: each so-manieth by card, oldest first. */
const SHOWN: readonly Fate[] = [
  fate('insufficient_funds', 'a_later_try'),
  fate('expired_card'),
  fate('do_not_honor', 'a_later_try'),
  fate('authentication_required', 'authentication'),
  fate('insufficient_funds', 'a_later_try'),
  fate('stolen_card'),
  fate('generic_decline', 'a_later_try'),
  fate('authentication_required', 'authentication'),
  fate('insufficient_funds', 'a_later_try'),
  fate('processing_error', 'a_later_try'),
]
const SHOWN_DAYS = 20
const SHOWN_EACH = 3
/** Tries that fail where one is shown: more than there were by the anchor. */
const SHOWN_TRIES = 4

/** What `onDue` of a book does, for a year that ends at the anchor and for all that follows. */
export function createFates(book: Book, anchorSeconds: number): Book['onDue'] {
  let recent = 0
  const toDo = (invoice: Invoice, random: Random): Fate | undefined => {
    const isRecent = invoice.created > anchorSeconds - SHOWN_DAYS * DAY && invoice.created < anchorSeconds
    if (isRecent && (recent += 1) % SHOWN_EACH === 0) {
      const shown = SHOWN[recent / SHOWN_EACH - 1]
      if (shown !== undefined) return { ...shown, isShown: true }
    }
    return random.chance(DECLINED_PERCENT / 100) ? random.weighted(FATES) : undefined
  }
  return (invoice, method) => {
    if (method.type !== 'card' || book.testCards.has(method.id) || book.moods.has(method.id)) return
    const random = randomFrom(`fate/${invoice.id}`)
    const found = toDo(invoice, random)
    const now = book.now()
    if (found === undefined) {
      if (random.chance(LEAVES_PERCENT / 100))
        book.clock.schedule(quietly(anchorSeconds, now + random.integer(1, 20) * DAY), () =>
          leave(book, invoice),
        )
      return
    }
    meet(book, invoice, method, { found, random, at: (seconds) => quietly(anchorSeconds, now + seconds) })
  }
}

interface Meeting {
  readonly found: Fate
  readonly random: Random
  /** So many seconds from now, when nobody counts the newest payments. */
  readonly at: (seconds: number) => number
}

function meet(book: Book, invoice: Invoice, method: PaymentMethod, { found, random, at }: Meeting): void {
  const { code, cure, isShown = false } = found
  if (cure === 'authentication') {
    const behaviour = { kind: 'asks_for_authentication', thenDeclines: false } as const
    book.moods.set(method.id, { behaviour, left: Infinity })
    if (!isShown && random.chance(0.65))
      authenticateLater(book, invoice.id, at(random.integer(2 * HOUR, 5 * DAY)), !random.chance(0.15))
    return
  }
  const left = cure !== 'a_later_try' ? Infinity : isShown ? SHOWN_TRIES : random.weighted(TRIES)
  book.moods.set(method.id, { behaviour: { kind: 'declines', code, onAttach: false }, left })
  if (isShown) return
  // Whoever is told that the card failed does something about it, or does not; few hurry where it may cure itself.
  const answers = random.weighted<'card' | 'nothing' | 'page' | 'page_and_card'>(
    left === Infinity
      ? [['card', 34], ['page_and_card', 14], ['page', cure === 'a_later_try' ? 10 : 0], ['nothing', 48]]
      : [['card', 6], ['page_and_card', 3], ['page', 6], ['nothing', 85]],
  ) // prettier-ignore
  const when = at(Math.floor(random.integer(3 * HOUR, 12 * DAY) * random.next()) + 2 * HOUR)
  if (answers === 'card') bringNewCard(book, invoice.id, when, random.chance(0.8))
  if (answers === 'page' || answers === 'page_and_card')
    payOnPage(book, invoice.id, when, answers === 'page_and_card')
}

function leave(book: Book, invoice: Invoice): void {
  const subscription = subscriptionOf(book, invoice)
  if (subscription === undefined || subscription.ended_at !== null) return
  endSubscription(book, subscription, { reason: 'cancellation_requested' })
}

/** Not within the hours around the anchor, whose newest payments are known. */
export function quietly(anchorSeconds: number, at: number): number {
  return at > anchorSeconds - 7 * HOUR && at < anchorSeconds + 2 * HOUR ? at + 9 * HOUR : at
}
