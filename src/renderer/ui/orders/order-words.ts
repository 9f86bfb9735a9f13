// What an order is called and how it stands, whatever its kind. Pure.
import type { AnyOrder } from '../../state/orders.ts'
import { changeSentenceOf, changeTitleOf } from '../words/change-words.ts'
import { changeLook, orderLook } from '../words/looks.ts'
import type { Look } from '../pill.tsx'
import { refundSentenceOf, refundTitleOf } from '../words/refund-words.ts'

export const orderTitle = (order: AnyOrder): string =>
  order.kind === 'refund' ? refundTitleOf(order) : changeTitleOf(order)

export const orderSentence = (order: AnyOrder): string =>
  order.kind === 'refund' ? refundSentenceOf(order) : changeSentenceOf(order)

/** What the form of an order that is under way may be told to do: closing the last window ends Bursar, which withdraws what is held. */
export const leaveWords = 'This form can be closed. What is held is sent only while Bursar itself stays open.'

export const lookOf = (order: AnyOrder): Look =>
  order.kind === 'refund' ? orderLook(order) : changeLook(order)
