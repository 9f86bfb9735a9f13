// Every status of Stripe's is explained: why, what comes next and when, what can be done; and nothing that Stripe has not told is promised.
import { describe, expect, test } from 'vitest'
import { attentions, subscriptionActs, subscriptionStatuses } from '../../../src/contract/index.ts'
import { attentionsOf, type AttentionFacts } from '../../../src/domain/subscription-attention.ts'
import type { StatusFacts } from '../../../src/domain/subscription-acts.ts'
import { explainStatus } from '../../../src/domain/subscription-status.ts'

const day = 86_400
const now = 1_790_000_000

const plain: StatusFacts = {
  status: 'active',
  created: now - 40 * day,
  collectionMethod: 'charge_automatically',
  billingMode: 'flexible',
  currentPeriodEnd: now + 10 * day,
  trialEnd: null,
  missingMethod: null,
  hasMethod: true,
  cancelAt: null,
  cancelAtPeriodEnd: false,
  endedAt: null,
  endedWhy: null,
  pause: null,
  pausedWhy: null,
  invoice: null,
  phases: [],
  scheduleEnd: null,
  pendingUpdateExpiresAt: null,
}
const owed: NonNullable<StatusFacts['invoice']> = {
  name: 'F-1',
  status: 'open',
  currency: 'eur',
  amountRemaining: 2400,
  attempts: 2,
  nextAttemptAt: now + 3 * day,
  dueDate: null,
  paymentStatus: 'requires_payment_method',
  hasLink: true,
}

const explain = (more: Partial<StatusFacts>) => explainStatus({ ...plain, ...more })
const acts = (more: Partial<StatusFacts>): string[] => explain(more).can.map(({ act }) => act)
const nextOf = (more: Partial<StatusFacts>): string =>
  explain(more)
    .next.map(({ text, at }) => `${at === null ? '?' : (at - now) / day}: ${text}`)
    .join('\n')

/** All that may be combined. */
const variants: Partial<StatusFacts>[] = [
  {},
  { hasMethod: false },
  { hasMethod: null },
  { invoice: owed },
  { invoice: { ...owed, nextAttemptAt: null, hasLink: false } },
  { invoice: { ...owed, paymentStatus: 'requires_action' } },
  { invoice: { ...owed, paymentStatus: 'processing' } },
  { invoice: { ...owed, status: 'paid', amountRemaining: 0 } },
  { collectionMethod: 'send_invoice', invoice: owed },
  { cancelAtPeriodEnd: true },
  { cancelAt: now + 5 * day },
  { cancelAtPeriodEnd: true, currentPeriodEnd: null },
  { pause: { behavior: 'void', resumesAt: now + 2 * day } },
  { pause: { behavior: 'keep_as_draft', resumesAt: null } },
  { trialEnd: now + 4 * day, missingMethod: 'pause' },
  { billingMode: 'classic' },
  {
    phases: [{ start: now + day, words: '2 × Pro' }],
    scheduleEnd: { at: now + 9 * day, behavior: 'cancel' },
  },
]

describe('every status', () => {
  test.each([...subscriptionStatuses])('%s says why, and what can be done', (status) => {
    for (const variant of variants) {
      const { why, next, can } = explain({ ...variant, status })
      expect(why).toMatch(/^[A-Z“].*\.$/)
      expect(next.length).toBeGreaterThan(0)
      expect(can.length).toBeGreaterThan(0)
      for (const { text } of [...next, ...can]) expect(text).toMatch(/^[A-Z].*[.\w)]$/)
      expect(new Set(can.map(({ act }) => act)).size).toBe(can.length)
      for (const { act } of can) expect(subscriptionActs).toContain(act)
      const told = next.map(({ at }) => at ?? Infinity)
      expect(told).toEqual(told.toSorted((a, b) => (a === b ? 0 : a - b)))
    }
  })

  test('one that is not known says so, and offers nothing', () => {
    expect(explain({ status: 'on_holiday' })).toEqual({
      why: 'Stripe calls its state “on holiday”, which this version of Bursar does not know.',
      next: [],
      can: [],
    })
    expect(explain({ status: 'constructor' }).can).toEqual([])
  })
})

describe('past due', () => {
  test('tells the amount, the tries, and the next one', () => {
    const { why } = explain({ status: 'past_due', invoice: owed })
    expect(why).toBe('Its latest invoice, F-1 for €24.00, is not paid. 2 tries failed.')
    expect(nextOf({ status: 'past_due', invoice: owed })).toMatch(
      /^3: Stripe tries F-1 again\.\n\?: If every try fails/,
    )
  })

  test('says what it does not know: what is set for the end of the tries', () => {
    expect(nextOf({ status: 'past_due', invoice: { ...owed, nextAttemptAt: null } })).toMatch(
      /no further try of F-1 planned[^]*cancels it, marks it as unpaid, or leaves it past due[^]*is not told here/,
    )
  })

  test('can be tried, paid on a page, paid otherwise, void or given up', () => {
    expect(acts({ status: 'past_due', invoice: owed })).toEqual(
      expect.arrayContaining([
        'retry_invoice', 'send_link', 'new_method', 'void_invoice', 'uncollectible_invoice', 'change', 'cancel',
      ]),
    ) // prettier-ignore
    expect(acts({ status: 'past_due', invoice: owed, hasMethod: false })).not.toContain('retry_invoice')
    expect(acts({ status: 'past_due', invoice: { ...owed, hasLink: false } })).not.toContain('send_link')
  })
})

describe('an invoice of which a payment is under way', () => {
  const moving = { ...owed, attempts: 1, nextAttemptAt: null, paymentStatus: 'processing' }

  test.each(['active', 'past_due', 'unpaid', 'incomplete', 'canceled'])(
    'of one that is %s is asked for in no way, for it might be paid twice, and is not given up',
    (status) => {
      const asking = ['retry_invoice', 'send_link', 'new_method', 'void_invoice', 'uncollectible_invoice']
      expect(acts({ status, invoice: owed })).toEqual(expect.arrayContaining(['send_link']))
      expect(acts({ status, invoice: moving }).filter((act) => asking.includes(act))).toEqual([])
    },
  )

  test.each(['active', 'past_due', 'unpaid', 'incomplete'])(
    'of one that is %s is said to be so',
    (status) => {
      expect(nextOf({ status, invoice: moving })).toContain('A payment of F-1 is under way.')
      expect(nextOf({ status, invoice: moving })).not.toContain('no further try')
    },
  )
})

describe('incomplete', () => {
  const first = { status: 'incomplete', created: now - 3600, invoice: owed }

  test('expires 23 hours after it was made', () => {
    expect(explain(first).next).toContainEqual({
      text: expect.stringContaining('23 hours'),
      at: first.created + 23 * 3600,
    })
  })

  test('with 3-D Secure waits for the customer, and is not tried again', () => {
    const waiting = { ...first, invoice: { ...owed, paymentStatus: 'requires_action' } }
    expect(explain(waiting).why).toContain('confirm it with their bank (3-D Secure)')
    expect(acts(waiting)).toEqual(['send_link', 'cancel'])
    expect(acts(first)).toEqual(['send_link', 'retry_invoice', 'new_method', 'cancel'])
  })

  test('can’t be changed', () => {
    expect(acts(first)).not.toContain('change')
  })
})

describe('on trial', () => {
  const trial = { status: 'trialing', trialEnd: now + 4 * day }

  test.each([
    [{ hasMethod: true }, /^4: The trial ends: Stripe makes the first invoice and collects it\.$/],
    [{ hasMethod: false, missingMethod: 'cancel' }, /There is no method to pay with: Stripe ends it\./],
    [{ hasMethod: false, missingMethod: 'pause' }, /Stripe pauses it until there is a method/],
    [{ hasMethod: false, missingMethod: 'create_invoice' }, /leaves it past due/],
    [{ hasMethod: false }, /what Stripe does then is not told here/],
    [{ hasMethod: null, missingMethod: 'cancel' }, /collects it\. Without a method, Stripe ends it/],
    [{ collectionMethod: 'send_invoice' }, /sends it to the customer/],
    [{ cancelAtPeriodEnd: true, currentPeriodEnd: now + 4 * day }, /^4: It ends, as was ordered/],
  ])('tells what comes at its end, for %j', (more, words) => {
    expect(nextOf({ ...trial, ...more })).toMatch(words)
  })

  test('asks for a method where there is none', () => {
    expect(acts({ ...trial, hasMethod: false })).toContain('new_method')
    expect(acts(trial)).not.toContain('new_method')
  })
})

describe('active', () => {
  test.each([
    [{}, /^10: Stripe makes the next invoice and collects it\.$/],
    [{ hasMethod: false }, /there is no method to collect it with/],
    [{ collectionMethod: 'send_invoice' }, /sends it to the customer/],
    [{ cancelAtPeriodEnd: true }, /^10: It ends, as was ordered; no further period is billed\.$/],
    [{ cancelAt: now + 20 * day }, /^10: Stripe makes the next invoice[^]*\n20: It ends/],
    [{ pause: { behavior: 'void', resumesAt: null } }, /10: Stripe makes the next invoice, and does not collect it\.\n\?: Collection stays paused/],
    [{ pause: { behavior: 'void', resumesAt: now + 2 * day } }, /^2: Stripe collects again by itself\.\n10: Stripe makes the next invoice and collects it/],
    [{ phases: [{ start: now + day, words: '2 × Pro' }] }, /^1: Its schedule changes it: 2 × Pro/],
    [{ scheduleEnd: { at: now + 9 * day, behavior: 'cancel' } }, /9: Its schedule is over, and Stripe ends it\./],
    [{ pendingUpdateExpiresAt: now + day }, /^1: A change waits for its payment/],
  ])('tells what comes, for %j', (more, words) => {
    expect(nextOf(more as Partial<StatusFacts>)).toMatch(words)
  }) // prettier-ignore

  test('offers what fits: a pause or its end, the end or its taking back', () => {
    expect(acts({})).toEqual(['change', 'pause_collection', 'pause_service', 'cancel'])
    expect(acts({ billingMode: 'classic' })).not.toContain('pause_service')
    expect(acts({ pause: { behavior: 'void', resumesAt: null } })).toContain('resume_collection')
    expect(acts({ cancelAtPeriodEnd: true })).toEqual(expect.arrayContaining(['keep', 'cancel']))
  })
})

test('paused as a whole tells why, and can be resumed', () => {
  expect(
    explain({ status: 'paused', pausedWhy: 'trial_end_without_payment_method', hasMethod: false }),
  ).toMatchObject({
    why: expect.stringContaining('there was no method to pay with'),
    can: [{ act: 'new_method' }, { act: 'resume_service' }, { act: 'cancel' }],
  })
})

test('what has ended can be started again, and its open invoice stays', () => {
  expect(explain({ status: 'canceled', endedWhy: 'payment_failed', endedAt: now }).why).toBe(
    'Stripe canceled it because it was not paid.',
  )
  expect(nextOf({ status: 'canceled', invoice: owed })).toMatch(/F-1 stays open/)
  expect(acts({ status: 'canceled', invoice: owed })).toEqual([
    'start_again', 'send_link', 'void_invoice', 'uncollectible_invoice',
  ]) // prettier-ignore
  expect(acts({ status: 'incomplete_expired' })).toEqual(['start_again'])
})

describe('what needs attention', () => {
  const calm: AttentionFacts = {
    status: 'active',
    trialEnd: null,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    pauseBehavior: null,
    pauseResumesAt: null,
    priceRetired: false,
    lastPhaseStart: null,
  }
  test.each([
    [{}, []],
    [{ status: 'past_due' }, ['past_due']],
    [{ status: 'unpaid' }, ['unpaid']],
    [{ status: 'incomplete' }, ['incomplete']],
    [{ status: 'paused' }, ['paused']],
    [{ status: 'trialing', trialEnd: now + 7 * day }, ['trial_ending']],
    [{ status: 'trialing', trialEnd: now + 7 * day + 1 }, []],
    [{ status: 'active', trialEnd: now - day }, []],
    [{ cancelAtPeriodEnd: true }, ['cancel_scheduled']],
    [{ cancelAt: now + 90 * day }, ['cancel_scheduled']],
    [{ pauseBehavior: 'void' }, ['paused']],
    [{ pauseBehavior: 'void', pauseResumesAt: now + day }, ['pause_ending', 'paused']],
    [{ pauseBehavior: 'void', pauseResumesAt: now + 8 * day }, ['paused']],
    [{ priceRetired: true }, ['price_retired']],
    [{ lastPhaseStart: now + 1 }, ['change_scheduled']],
    [{ lastPhaseStart: now }, []],
    [{ status: 'canceled', cancelAtPeriodEnd: true, priceRetired: true, pauseBehavior: 'void' }, []],
    [{ status: 'incomplete_expired', cancelAt: now }, []],
  ])('of %j', (more, expected) => {
    expect(attentionsOf({ ...calm, ...more }, now)).toEqual(expected)
  })

  test('is told in the order of the contract', () => {
    const all = attentionsOf(
      {
        ...calm,
        cancelAtPeriodEnd: true,
        pauseBehavior: 'void',
        pauseResumesAt: now,
        priceRetired: true,
        lastPhaseStart: Infinity,
      },
      now,
    )
    expect(all).toEqual(attentions.filter((each) => all.includes(each)))
    expect(all).toHaveLength(5)
  })
})
