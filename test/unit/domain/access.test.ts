// Access is what the facts say, whatever their order: each rule, each policy, each moment.
import { describe, expect, test } from 'vitest'
import type { AccessFact } from '../../../src/domain/access-facts.ts'
import {
  accessAt,
  usualPolicy,
  whyAccess,
  type AccessPolicy,
  type AccessReason,
  type AccessStanding,
} from '../../../src/domain/access-policy.ts'
import type { KnownInvoice, KnownSubscription } from '../../../src/domain/access-statements.ts'
import { stretchesOf } from '../../../src/domain/access.ts'
import { accessReasons } from '../../../src/contract/index.ts'

const day = 86_400
const begin = 1_790_000_000
/** Days after the beginning. */
const on = (days: number): number => begin + Math.round(days * day)

let serial = 0
const blank = {
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  invoiceId: null,
  status: null,
  statusBefore: null,
  products: null,
  pauseBehavior: null,
  pauseResumesAt: null,
  trialEnd: null,
  endsAt: null,
  invoiceCreated: null,
  attempts: null,
  nextAttemptAt: null,
}

function told(days: number, status: string, more: Partial<AccessFact> = {}): AccessFact {
  return {
    ...blank,
    eventId: `evt_${String((serial += 1)).padStart(4, '0')}`,
    type: 'customer.subscription.updated',
    kind: 'subscription',
    at: on(days),
    status,
    products: ['prod_A'],
    ...more,
  }
}
const made = (status: string, more: Partial<AccessFact> = {}): AccessFact =>
  told(0, status, { type: 'customer.subscription.created', ...more })
function invoice(
  days: number,
  kind: 'paid' | 'failed' | 'over',
  id: string,
  more: Partial<AccessFact> = {},
): AccessFact {
  return {
    ...blank,
    eventId: `evt_${String((serial += 1)).padStart(4, '0')}`,
    type: { paid: 'invoice.payment_succeeded', failed: 'invoice.payment_failed', over: 'invoice.voided' }[
      kind
    ],
    kind,
    at: on(days),
    invoiceId: id,
    invoiceCreated: on(Number(id.slice(3))),
    attempts: 1,
    ...more,
  }
}

/** An invoice as its row says, made on the day of its name. */
const held = (id: string, more: Partial<KnownInvoice> = {}): KnownInvoice => ({
  id,
  created: on(Number(id.slice(3))),
  paidAt: null,
  firstFailedAt: null,
  isOver: false,
  overAt: null,
  isAutomatic: true,
  dueDate: null,
  ...more,
})

interface Story {
  facts: AccessFact[]
  known?: KnownSubscription | null
  invoices?: KnownInvoice[]
}

function access(
  { facts, known = null, invoices = [] }: Story,
  at: number,
  policy: AccessPolicy = usualPolicy,
  product = 'prod_A',
): AccessStanding | null {
  // Whatever came first.
  const orders = [
    facts,
    facts.toReversed(),
    facts.toSorted((a, b) => (hash(a.eventId) < hash(b.eventId) ? -1 : 1)),
  ]
  const answers = orders.map((order) =>
    accessAt(
      stretchesOf('sub_1', { known, facts: order, invoices }).filter(
        ({ productId }) => productId === product,
      ),
      policy,
      at,
    ),
  )
  for (const answer of answers) expect(answer).toEqual(answers[0])
  return answers[0]!
}
/** Puts them into another order than the one in which they were made. */
const hash = (text: string): number => (Number(text.replaceAll(/\D/g, '')) * 7919) % 101

const reasonAt = (story: Story, days: number, policy?: AccessPolicy, product?: string): AccessReason | null =>
  access(story, on(days), policy, product)?.reason ?? null

describe('by its states', () => {
  test.each([
    ['trialing', 'on_trial'],
    ['active', 'on_paid'],
    ['incomplete', 'off_incomplete'],
    ['incomplete_expired', 'off_ended'],
    ['past_due', 'on_grace'],
    ['unpaid', 'off_unpaid'],
    ['paused', 'off_paused'],
    ['canceled', 'off_ended'],
  ] as const)('%s is %s', (status, reason) => {
    const story = { facts: [made('active'), told(3, status)] }
    expect(reasonAt(story, 2)).toBe('on_paid')
    expect(reasonAt(story, 3)).toBe(reason)
  })

  test('before anything was there, there is nothing', () => {
    expect(reasonAt({ facts: [made('active')] }, -1)).toBeNull()
  })

  test('a state that is not known changes nothing', () => {
    expect(reasonAt({ facts: [made('active'), told(1, 'hibernating')] }, 2)).toBe('on_paid')
  })

  test('it ends with customer.subscription.deleted, and names that event', () => {
    const ended = told(5, 'canceled', { type: 'customer.subscription.deleted' })
    expect(access({ facts: [made('active'), ended] }, on(9))).toMatchObject({
      on: false,
      since: on(5),
      until: null,
      eventId: ended.eventId,
    })
  })
})

describe('a first payment', () => {
  test('gives access as soon as it is through, whatever is told of the subscription later', () => {
    const paid = invoice(0.5, 'paid', 'in_0')
    expect(reasonAt({ facts: [made('incomplete'), paid] }, 0.4)).toBe('off_incomplete')
    expect(access({ facts: [made('incomplete'), paid] }, on(0.5))).toMatchObject({
      reason: 'on_paid',
      since: on(0.5),
      eventId: paid.eventId,
    })
  })

  test('of nothing begins a trial', () => {
    const story = { facts: [made('trialing', { trialEnd: on(14) }), invoice(0, 'paid', 'in_0')] }
    expect(access(story, on(1))).toMatchObject({ reason: 'on_trial', since: begin, until: on(14) })
  })
})

describe('a payment that failed', () => {
  const failing = [
    made('active'),
    invoice(0, 'paid', 'in_0'),
    invoice(30, 'failed', 'in_30'),
    told(30, 'past_due', { statusBefore: 'active' }),
    invoice(33, 'failed', 'in_30', { attempts: 2 }),
  ]

  test('leaves access on for the days of grace since the first try, then takes it away', () => {
    const story = { facts: failing }
    expect(access(story, on(31))).toMatchObject({ reason: 'on_grace', since: begin, until: on(37) })
    expect(access(story, on(36.99))).toMatchObject({ reason: 'on_grace' })
    expect(access(story, on(37))).toMatchObject({
      reason: 'off_grace_over',
      since: on(37),
      eventId: failing[2]!.eventId,
    })
  })

  test('counts the days that the policy says', () => {
    const none = { ...usualPolicy, graceDays: 0 }
    expect(access({ facts: failing }, on(30), none)).toMatchObject({
      reason: 'off_grace_over',
      since: on(30),
    })
    expect(reasonAt({ facts: failing }, 100, { ...usualPolicy, graceDays: 90 })).toBe('on_grace')
  })

  test('is over once it is paid, at that event', () => {
    const paid = invoice(50, 'paid', 'in_30')
    expect(access({ facts: [...failing, paid] }, on(50))).toMatchObject({ reason: 'on_paid', since: on(50) })
    expect(
      reasonAt({ facts: [...failing, paid, told(50, 'active', { statusBefore: 'past_due' })] }, 51),
    ).toBe('on_paid')
  })

  test('is over where Stripe says it is active again, though no payment was told', () => {
    expect(reasonAt({ facts: [...failing, told(40, 'active', { statusBefore: 'past_due' })] }, 41)).toBe(
      'on_paid',
    )
  })

  test('of a subscription that stays active is one all the same', () => {
    const story = { facts: [made('active'), invoice(10, 'failed', 'in_10')] }
    expect(reasonAt(story, 11)).toBe('on_grace')
    expect(reasonAt(story, 18)).toBe('off_grace_over')
  })

  test('of an invoice before the newest does not count while it is active', () => {
    const facts = [made('active'), invoice(10, 'failed', 'in_10'), invoice(40, 'paid', 'in_40')]
    expect(reasonAt({ facts }, 41)).toBe('on_paid')
  })

  test('of an invoice that was paid before does not count', () => {
    expect(
      reasonAt({ facts: [made('active'), invoice(5, 'paid', 'in_5'), invoice(6, 'failed', 'in_5')] }, 7),
    ).toBe('on_paid')
  })

  test('ends as unpaid, or with the subscription', () => {
    expect(reasonAt({ facts: [...failing, told(50, 'unpaid')] }, 51)).toBe('off_unpaid')
    expect(reasonAt({ facts: [...failing, told(34, 'canceled')] }, 34)).toBe('off_ended')
  })

  test('of which no try is known is one from when it was past due', () => {
    const story = { facts: [made('active'), told(10, 'past_due')] }
    expect(access(story, on(11))).toMatchObject({ reason: 'on_grace', until: on(17) })
  })

  test('is settled by an invoice’s own date where its event is not kept', () => {
    const paid = held('in_30', { paidAt: on(45) })
    expect(reasonAt({ facts: failing, invoices: [paid] }, 44)).toBe('off_grace_over')
    expect(reasonAt({ facts: failing, invoices: [paid] }, 46)).toBe('on_paid')
  })
})

describe('an invoice that asks for nothing any more', () => {
  // A change with pending_if_incomplete: its invoice fails, and Stripe voids it after 23 hours.
  const before = [made('active'), invoice(0, 'paid', 'in_0'), invoice(10, 'failed', 'in_10')]
  const voided = invoice(10.96, 'over', 'in_10')

  test('takes no access away from a subscription that is active and owes nothing', () => {
    const story = { facts: [...before, voided] }
    expect(reasonAt(story, 10.5)).toBe('on_grace')
    expect(access(story, on(18))).toMatchObject({
      reason: 'on_paid',
      since: begin,
      eventId: voided.eventId,
    })
  })

  test.each([
    ['at its own date', on(11), 'on_grace'],
    ['from its beginning, where it has no date', null, 'on_paid'],
  ] as const)('is over by its row %s', (_, overAt, meanwhile) => {
    const story = { facts: before, invoices: [held('in_10', { isOver: true, overAt })] }
    expect(reasonAt(story, 10.5)).toBe(meanwhile)
    expect(reasonAt(story, 18)).toBe('on_paid')
  })

  test('leaves the invoice before it to decide', () => {
    const facts = [
      made('active'),
      invoice(9, 'failed', 'in_9'),
      invoice(10, 'failed', 'in_10'),
      invoice(11, 'over', 'in_10'),
    ]
    expect(access({ facts }, on(12))).toMatchObject({ reason: 'on_grace', until: on(16) })
  })

  test('is not one that was paid', () => {
    const facts = [made('incomplete'), invoice(0.5, 'over', 'in_0')]
    expect(reasonAt({ facts }, 0.6)).toBe('off_incomplete')
    const unpaid = [
      made('active'),
      invoice(30, 'failed', 'in_30'),
      told(31, 'unpaid'),
      invoice(40, 'over', 'in_30'),
    ]
    expect(reasonAt({ facts: unpaid }, 41)).toBe('off_unpaid')
  })
})

describe('an invoice that is sent', () => {
  const invoices = [held('in_0', { isAutomatic: false, dueDate: on(30) })]
  const mistyped = [made('active'), invoice(1, 'failed', 'in_0')]

  test('takes nothing away when a card is mistyped on its page before it is due', () => {
    for (const days of [2, 8, 29]) expect(reasonAt({ facts: mistyped, invoices }, days)).toBe('on_paid')
  })

  test('counts from when Stripe says that the subscription is past due', () => {
    const story = { facts: [...mistyped, told(30, 'past_due', { statusBefore: 'active' })], invoices }
    expect(access(story, on(31))).toMatchObject({ reason: 'on_grace', until: on(37) })
    expect(reasonAt(story, 37)).toBe('off_grace_over')
  })
})

describe('months of failing', () => {
  const months = [
    made('active'),
    invoice(0, 'paid', 'in_0'),
    invoice(30, 'failed', 'in_30'),
    told(30, 'past_due', { statusBefore: 'active' }),
    invoice(60, 'failed', 'in_60'),
    invoice(90, 'failed', 'in_90'),
  ]

  test('give the days of grace once, and not anew with each month’s invoice', () => {
    expect(reasonAt({ facts: months }, 36)).toBe('on_grace')
    for (const days of [38, 61, 91])
      expect(access({ facts: months }, on(days))).toMatchObject({ reason: 'off_grace_over', since: on(37) })
  })

  test('count from the first that is still owed', () => {
    const facts = [...months.slice(0, 5), invoice(62, 'paid', 'in_30')]
    expect(access({ facts }, on(63))).toMatchObject({ reason: 'on_grace', until: on(67) })
  })

  test.each(['active', 'trialing'])('begin anew after it was %s between', (status) => {
    const facts = [
      ...months.slice(0, 4),
      told(40, status, { statusBefore: 'past_due', trialEnd: status === 'trialing' ? on(60) : null }),
      invoice(60, 'failed', 'in_60'),
      told(60, 'past_due', { statusBefore: status }),
    ]
    expect(access({ facts }, on(61))).toMatchObject({ reason: 'on_grace', until: on(67) })
  })
})

describe('a pause of the collection', () => {
  const pause = { pauseBehavior: 'void', pauseResumesAt: on(20) }
  const story = { facts: [made('active'), told(10, 'active', pause), told(20, 'active')] }

  test('leaves access on or takes it away, by the policy', () => {
    expect(access(story, on(12))).toMatchObject({ reason: 'on_collection_paused', since: begin })
    const strict = { ...usualPolicy, onWhileCollectionPaused: false }
    expect(access(story, on(12), strict)).toMatchObject({
      reason: 'off_collection_paused',
      since: on(10),
      until: on(20),
    })
    expect(access(story, on(21), strict)).toMatchObject({ reason: 'on_paid', since: on(20) })
  })

  test('gives nobody access who had none', () => {
    const facts = [made('active'), invoice(1, 'failed', 'in_1'), told(10, 'past_due', pause)]
    expect(reasonAt({ facts }, 12)).toBe('off_grace_over')
    expect(reasonAt({ facts: [made('incomplete'), told(1, 'incomplete', pause)] }, 2)).toBe('off_incomplete')
  })
})

describe('a change of the plan', () => {
  const changed = told(10, 'active', { products: ['prod_B'] })
  const story = { facts: [made('active'), changed] }

  test('turns the old product off and the new one on, at that event', () => {
    expect(reasonAt(story, 9)).toBe('on_paid')
    expect(access(story, on(10))).toMatchObject({
      reason: 'off_ended',
      since: on(10),
      eventId: changed.eventId,
    })
    expect(access(story, on(10), usualPolicy, 'prod_B')).toMatchObject({ reason: 'on_paid', since: on(10) })
    expect(reasonAt(story, 9, usualPolicy, 'prod_B')).toBeNull()
  })

  test('and back', () => {
    expect(reasonAt({ facts: [...story.facts, told(20, 'active')] }, 21)).toBe('on_paid')
  })
})

describe('several events of one second', () => {
  test('begin with the creation and end with the end', () => {
    const facts = [
      told(0, 'canceled', { type: 'customer.subscription.deleted', eventId: 'evt_a' }),
      made('incomplete', { eventId: 'evt_z' }),
      told(0, 'active', { eventId: 'evt_m', statusBefore: 'incomplete' }),
    ]
    expect(reasonAt({ facts }, 0)).toBe('off_ended')
    expect(reasonAt({ facts: facts.slice(1) }, 0)).toBe('on_paid')
  })

  test('follow one another as each says what was before it', () => {
    const facts = [
      made('active'),
      told(5, 'unpaid', { statusBefore: 'past_due', eventId: 'evt_a' }),
      told(5, 'past_due', { statusBefore: 'active', eventId: 'evt_b' }),
    ]
    expect(reasonAt({ facts }, 6)).toBe('off_unpaid')
  })

  test('end as the row says, which is read again from Stripe', () => {
    const facts = [
      made('active'),
      told(5, 'paused', { eventId: 'evt_b' }),
      told(5, 'active', { eventId: 'evt_c' }),
    ]
    const known = { ...row('paused'), asOf: on(5) + 1 }
    expect(reasonAt({ facts, known }, 6)).toBe('off_paused')
    expect(reasonAt({ facts, known: { ...known, status: 'active' } }, 6)).toBe('on_paid')
  })
})

function row(status: string, more: Partial<KnownSubscription> = {}): KnownSubscription {
  return {
    customerId: 'cus_1',
    status,
    products: ['prod_A'],
    pauseBehavior: null,
    pauseResumesAt: null,
    created: begin,
    trialEnd: null,
    endsAt: null,
    endedAt: null,
    pausedAt: null,
    currentPeriodStart: on(60),
    asOf: on(90),
    ...more,
  }
}

describe('what was never told by an event', () => {
  test.each([
    [
      'active',
      {},
      [
        [1, 'on_paid'],
        [80, 'on_paid'],
      ],
    ],
    [
      'active',
      { trialEnd: on(14) },
      [
        [1, 'on_trial'],
        [14, 'on_paid'],
      ],
    ],
    ['trialing', { trialEnd: on(99) }, [[1, 'on_trial']]],
    ['incomplete', {}, [[0.5, 'off_incomplete']]],
    [
      'incomplete_expired',
      {},
      [
        [0.5, 'off_incomplete'],
        [1, 'off_ended'],
      ],
    ],
    [
      'canceled',
      { endedAt: on(20) },
      [
        [19, 'on_paid'],
        [20, 'off_ended'],
      ],
    ],
    [
      'paused',
      { pausedAt: on(30) },
      [
        [29, 'on_paid'],
        [30, 'off_paused'],
      ],
    ],
    [
      'past_due',
      {},
      [
        [59, 'on_paid'],
        [61, 'on_grace'],
        [68, 'off_grace_over'],
      ],
    ],
    [
      'unpaid',
      {},
      [
        [59, 'on_paid'],
        [61, 'off_unpaid'],
      ],
    ],
  ] as const)('is taken from the dates of the object: %s', (status, more, expected) => {
    for (const [days, reason] of expected) {
      const standing = access({ facts: [], known: row(status, more) }, on(days))
      expect(standing, `${status} after ${days} days`).toMatchObject({ reason, eventId: null })
      expect(standing!.stretch.assumed).toBe(true)
    }
  })

  test('a try that failed is told by its payment', () => {
    const invoices = [held('in_60', { firstFailedAt: on(62) })]
    expect(access({ facts: [], known: row('past_due'), invoices }, on(63))).toMatchObject({ until: on(69) })
  })

  test('is late since the first invoice that is owed after the last that was paid, not since the newest', () => {
    const invoices = [
      held('in_0', { firstFailedAt: on(1) }),
      held('in_10', { paidAt: on(10) }),
      held('in_20', { firstFailedAt: on(21), isOver: true }),
      held('in_30', { firstFailedAt: on(31) }),
      held('in_60', { firstFailedAt: on(62) }),
    ]
    const story = { facts: [], known: row('past_due'), invoices }
    expect(access(story, on(63))).toMatchObject({ reason: 'off_grace_over', since: on(38) })
    const sent = [held('in_30', { isAutomatic: false, dueDate: on(60), firstFailedAt: on(31) })]
    expect(access({ ...story, invoices: sent }, on(63))).toMatchObject({ until: on(67) })
  })

  test('is what was before the first event that is kept', () => {
    const facts = [told(40, 'past_due', { statusBefore: 'active' })]
    const story = { facts, known: row('past_due') }
    expect(access(story, on(39))).toMatchObject({ reason: 'on_paid', since: begin, eventId: null })
    expect(access(story, on(40))).toMatchObject({ reason: 'on_grace', eventId: facts[0]!.eventId })
  })

  describe('of a failure from before the first event that is kept', () => {
    const invoices = [
      held('in_30', { paidAt: on(30) }),
      held('in_60', { firstFailedAt: on(61) }),
      held('in_90', { firstFailedAt: on(90) }),
    ]
    const retried = invoice(80, 'failed', 'in_60', { attempts: 3 })
    const renewed = told(90, 'past_due')
    test.each([
      ['a try of later', [retried]],
      ['an update that left the status as it was', [renewed]],
      ['the failure of the next month', [retried, renewed, invoice(90, 'failed', 'in_90')]],
    ])('%s gives no days of grace anew', (_, facts) => {
      const story = { facts, known: row('past_due'), invoices }
      const since = { reason: 'off_grace_over', since: on(68), eventId: null }
      for (const days of [70, 81, 89, 91]) expect(access(story, on(days))).toMatchObject(since)
    })

    test('a try that an event tells a little later is the one that it tells', () => {
      const first = invoice(61, 'failed', 'in_60')
      const tried = [held('in_60', { firstFailedAt: on(61) - 3 })]
      const story = { facts: [first], known: row('past_due'), invoices: tried }
      expect(access(story, on(62))).toMatchObject({
        reason: 'on_grace',
        until: on(68),
        eventId: first.eventId,
      })
    })

    test('so it is told of the past, too, once it was paid', () => {
      const facts = [renewed, invoice(95, 'paid', 'in_60'), told(95, 'active', { statusBefore: 'past_due' })]
      const paid = [
        held('in_30', { paidAt: on(30) }),
        held('in_60', { firstFailedAt: on(61), paidAt: on(95) }),
      ]
      const story = { facts, known: row('active'), invoices: paid }
      expect(access(story, on(92))).toMatchObject({ reason: 'off_grace_over', since: on(68) })
      expect(access(story, on(96))).toMatchObject({ reason: 'on_paid', since: on(95) })
    })

    test('it is unpaid, or paused, since it became so, and not since something else was changed', () => {
      const unpaid = { facts: [told(90, 'unpaid')], known: row('unpaid'), invoices }
      expect(access(unpaid, on(92))).toMatchObject({ reason: 'off_unpaid', since: on(61) })
      const paused = { facts: [told(90, 'paused')], known: row('paused', { pausedAt: on(40) }) }
      expect(access(paused, on(92))).toMatchObject({ reason: 'off_paused', since: on(40) })
    })
  })

  test('a try that failed while nothing was told counts from when it failed', () => {
    const story = {
      facts: [made('active')],
      known: row('past_due', { asOf: on(95) }),
      invoices: [held('in_60', { firstFailedAt: on(61) })],
    }
    expect(access(story, on(96))).toMatchObject({ reason: 'off_grace_over', since: on(68) })
  })

  test('what was read since the last event counts from when it was so', () => {
    const facts = [made('active')]
    const story = { facts, known: row('canceled', { endedAt: on(70) }) }
    expect(reasonAt(story, 69)).toBe('on_paid')
    expect(access(story, on(70))).toMatchObject({ reason: 'off_ended', since: on(70), eventId: null })
  })
})

describe('several subscriptions of one product', () => {
  const stretches = (id: string, facts: AccessFact[]) =>
    stretchesOf(id, {
      known: null,
      facts: facts.map((fact) => ({ ...fact, subscriptionId: id })),
      invoices: [],
    })

  test('one that is on wins, and access never stopped between them', () => {
    const both = [
      ...stretches('sub_1', [made('active'), told(20, 'canceled')]),
      ...stretches('sub_2', [told(10, 'active', { type: 'customer.subscription.created' })]),
    ]
    expect(accessAt(both, usualPolicy, on(25))).toMatchObject({
      on: true,
      since: begin,
      stretch: { subscriptionId: 'sub_2' },
    })
  })

  test('of those that are off the last to be so decides', () => {
    const both = [
      ...stretches('sub_2', [made('active'), told(5, 'canceled')]),
      ...stretches('sub_1', [made('active'), told(9, 'canceled')]),
    ]
    expect(accessAt(both, usualPolicy, on(25))).toMatchObject({
      since: on(9),
      stretch: { subscriptionId: 'sub_1' },
    })
  })
})

test('an end that was arranged is told, and decided nothing', () => {
  const first = made('active')
  const story = { facts: [first, told(10, 'active', { endsAt: on(30) })] }
  expect(access(story, on(11))).toMatchObject({ until: on(30), since: begin, eventId: first.eventId })
})

test('every reason is one of the contract’s, and has words', () => {
  const standing = access({ facts: [made('active')] }, on(1))!
  for (const reason of accessReasons)
    expect(whyAccess({ ...standing, reason }, usualPolicy, String)).toMatch(/^[A-Z].*\.$/)
})
