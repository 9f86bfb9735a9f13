// Which subscriptions are asked for, and how that stands in the address: status, needs, currency, product, ends (or from and to), q, sort. A
// link restores it exactly; what is no filter is ignored. Pure, but for the local time zone of dates.
import type { Attention, SubscriptionStatus } from '../../../contract/subscription-lists.ts'
import { attentions } from '../../../contract/subscription-lists.ts'
import type { SubscriptionFilter } from '../../../contract/subscriptions.ts'
import type { SubscriptionSort } from '../../bridge/subscription-queries.ts'
import { currencyIn, idIn, searchOf, textIn } from '../../state/address-query.ts'
import { subscriptionLook } from '../../ui/words/hit-looks.ts'
import { endsInFull, endsWord, formatEnds, parseEnds, secondsOfEnds, type EndsRange } from './ends-range.ts'
import { attentionLook, isAttention, isStatus } from './subscription-looks.ts'

export interface SubscriptionQuery {
  status: SubscriptionStatus | ''
  /** `any`: whatever needs attention. */
  needs: Attention | 'any' | ''
  currency: string
  productId: string
  ends: EndsRange
  text: string
  sort: SubscriptionSort
}

export const emptyQuery: SubscriptionQuery = {
  status: '',
  needs: '',
  currency: '',
  productId: '',
  ends: null,
  text: '',
  sort: 'created_desc',
}

/** All of it, in the same order. */
export const withoutFilters = ({ sort }: SubscriptionQuery): SubscriptionQuery => ({ ...emptyQuery, sort })

const sorts: readonly SubscriptionSort[] = ['created_desc', 'ends_asc', 'monthly_desc']

export function parseSubscriptionQuery(search: string): SubscriptionQuery {
  const given = new URLSearchParams(search)
  const status = given.get('status') ?? ''
  const needs = given.get('needs') ?? ''
  return {
    status: isStatus(status) ? status : '',
    needs: needs === 'any' || isAttention(needs) ? needs : '',
    currency: currencyIn(given),
    productId: idIn(given, 'product'),
    ends: parseEnds(given),
    text: textIn(given),
    sort: sorts.find((sort) => sort === given.get('sort')) ?? 'created_desc',
  }
}

export function formatSubscriptionQuery(query: SubscriptionQuery): string {
  const { status, needs, currency, productId, ends, text, sort } = query
  return searchOf({
    status,
    needs,
    currency,
    product: productId,
    ...formatEnds(ends),
    q: text,
    sort: sort === 'created_desc' ? '' : sort,
  })
}

export function isNarrowed(query: SubscriptionQuery): boolean {
  return formatSubscriptionQuery({ ...query, sort: 'created_desc' }) !== ''
}

/** The filter as the contract takes it. `today`: any moment of the local day from which presets count. */
export function toFilter(query: SubscriptionQuery, today: Date): SubscriptionFilter {
  const { status, needs, currency, productId, ends } = query
  const text = query.text.trim()
  return {
    ...(status === '' ? {} : { status: [status] }),
    ...(needs === '' ? {} : { attention: needs === 'any' ? [...attentions] : [needs] }),
    ...(currency === '' ? {} : { currency }),
    ...(productId === '' ? {} : { productId }),
    ...secondsOfEnds(ends, today),
    ...(text === '' ? {} : { text }),
  }
}

const needsWord = (needs: Attention | 'any'): string =>
  needs === 'any' ? 'Needs attention' : attentionLook(needs).word

/** What the filters say, one after the other, for the name of a view; with the days that are meant for the head of an export made `today`. */
export function filterWords(
  { status, needs, currency, productId, ends, text }: SubscriptionQuery,
  today?: Date,
): string[] {
  return [
    ...(status === '' ? [] : [`Status: ${subscriptionLook(status).word}`]),
    ...(needs === '' ? [] : [`Attention: ${needsWord(needs)}`]),
    ...(currency === '' ? [] : [`Currency: ${currency.toUpperCase()}`]),
    ...(productId === '' ? [] : [`Product: ${productId}`]),
    ...(ends === null
      ? []
      : [`Period ends: ${today === undefined ? endsWord(ends) : endsInFull(ends, today)}`]),
    ...(text.trim() === '' ? [] : [`Text: ${text.trim()}`]),
  ]
}
