// What an order is called and how it stands, whatever its kind. `page`: how its page, or what it waits for, stands by now. Pure.
import type { PageState } from '../../../contract/changes.ts'
import type { AnyOrder } from '../../state/orders.ts'
import { changeSentenceOf } from '../words/change-sentences.ts'
import { changeTitleOf } from '../words/change-titles.ts'
import { awaitedOf } from '../words/change-waits.ts'
import { changeLook, orderLook } from '../words/looks.ts'
import type { Look } from '../pill.tsx'
import { refundSentenceOf, refundTitleOf } from '../words/refund-words.ts'

export const orderTitle = (order: AnyOrder, page?: PageState): string =>
  order.kind === 'refund' ? refundTitleOf(order) : changeTitleOf(order, page)

export const orderSentence = (order: AnyOrder, page?: PageState): string =>
  order.kind === 'refund' ? refundSentenceOf(order) : changeSentenceOf(order, page)

/** What the form of an order that is under way may be told to do: closing the last window ends Bursar, which withdraws what is held. */
export const leaveWords = 'This form can be closed. What is held is sent only while Bursar itself stays open.'

export const lookOf = (order: AnyOrder, page?: PageState): Look =>
  order.kind === 'refund' ? orderLook(order) : changeLook(order, awaitedOf(order, page))
