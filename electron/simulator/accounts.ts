// The simulated accounts and their books, one for test and one for live, each written when it is first opened.
import { createBook, type Book } from './book.ts'
import type { Dice } from './chaos.ts'
import type { Clock } from './clock.ts'
import type { Mode } from './keys.ts'
import { followPayment } from './life/checkout.ts'
import { followAttempt } from './life/collecting.ts'
import { followSubscription } from './life/entitlements.ts'
import { schedulePayouts } from './life/payouts.ts'
import { resumeWaitingRefunds } from './life/refunds.ts'
import { watch } from './life/renewals.ts'
import { ACCOUNTS } from './seed/business.ts'
import { writeYear, type YearSize } from './seed/year.ts'
import { createWebhooks, type Webhooks } from './webhooks.ts'

export interface OpenBook {
  readonly book: Book
  readonly webhooks: Webhooks
}

export interface Books {
  open(accountId: string, mode: Mode): OpenBook
  /** The books that were opened so far. */
  opened(): readonly OpenBook[]
}

export function createBooks(parts: {
  seed: string
  clock: Clock
  dice: Dice
  anchorSeconds: number
  size: YearSize
}): Books {
  const opened = new Map<string, OpenBook>()
  return {
    open: (accountId, mode) => {
      const name = `${accountId}/${mode}`
      const known = opened.get(name)
      if (known !== undefined) return known
      const index = ACCOUNTS.findIndex((account) => account.id === accountId)
      const account = ACCOUNTS[index]
      if (account === undefined) throw new Error(`The simulator has no account ${accountId}`)
      const book = createBook(account, mode === 'live', parts.clock, parts.seed)
      const webhooks = createWebhooks(book, parts.dice)
      const made = { book, webhooks }
      opened.set(name, made)
      book.onAttempt = (intent) => {
        followAttempt(book, intent)
        followPayment(book, intent)
      }
      book.onSubscription = (subscription) => followSubscription(book, subscription)
      book.onResumed = (subscription) => watch(book, subscription)
      writeYear(book, parts.anchorSeconds, sizeOf(parts.size, index, mode))
      schedulePayouts(book, parts.anchorSeconds)
      book.onEvent = webhooks.deliver
      book.onFunds = () => {
        // After the request that brought the money has been told in full.
        if (book.waitingRefunds.size > 0)
          parts.clock.schedule(parts.clock.nowSeconds(), () => resumeWaitingRefunds(book))
      }
      return made
    },
    opened: () => [...opened.values()],
  }
}

/** The first account's test mode is the whole year; the others are smaller shops. */
function sizeOf(size: YearSize, index: number, mode: Mode): YearSize {
  const divisor = index === 0 && mode === 'test' ? 1 : 10
  return { customers: Math.ceil(size.customers / divisor), payments: Math.ceil(size.payments / divisor) }
}
