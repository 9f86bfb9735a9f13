// What became of many orders that were placed together, as a table: each with what was ordered, how it stands now, or why it was not placed.
import type { Desk } from '../../../contract/desks.ts'
import { editableAmount } from '../../../domain/money.ts'
import { useOrdersStore } from '../../state/orders.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { fileNameOf } from '../../ui/file-name.ts'
import { orderTitle } from '../../ui/orders/order-words.ts'
import { saveText } from '../../ui/save-text.ts'
import { csvOf } from '../../ui/lists/use-csv-export.ts'
import { moneyOf, type Judged, type ManyChange } from './many-changes.ts'

export async function saveReceipt(
  desk: Desk,
  act: string,
  changes: readonly ManyChange[],
  judged: ReadonlyMap<string, Judged>,
): Promise<void> {
  const now = new Date()
  const { known } = useOrdersStore.getState()
  const say = ({ orderId }: ManyChange): { words: string; why: string } => {
    const order = known[orderId]
    const checked = judged.get(orderId)
    if (order) return { words: orderTitle(order), why: order.problem?.message ?? '' }
    return checked !== undefined && checked.can !== 'yes'
      ? { words: 'Not placed', why: checked.why }
      : { words: 'Not placed', why: 'It was stopped before.' }
  }
  const moneyIn = ({ orderId }: ManyChange) => moneyOf(judged.get(orderId))
  await saveText(
    fileNameOf(desk, 'orders', now),
    csvOf(
      {
        head: [
          [`${act}, many at once`, `${desk.businessName}, ${modeWord(desk)}`],
          ['Saved at', now.toISOString()],
          ['Definition', 'Amount: of a payment or an invoice what was due, of a subscription its worth in a month; as Stripe said when it was checked. It has a decimal point.'],
          ['Definition', 'Outcome: as it stood when this was saved; an order that was held then may have been undone since.'],
        ],
        columns: [
          { name: 'Object', cell: ({ id }) => id },
          { name: 'About', cell: ({ name }) => name },
          { name: 'Order', cell: ({ orderId }) => (known[orderId] ? orderId : '') },
          { name: 'What', cell: ({ orderId }) => { const checked = judged.get(orderId); return checked?.can === 'yes' ? checked.preflight.words : '' } },
          { name: 'Amount', cell: (change) => { const money = moneyIn(change); return money === null ? '' : editableAmount(money.amount, money.currency) } },
          { name: 'Currency', cell: (change) => moneyIn(change)?.currency.toUpperCase() ?? '' },
          { name: 'Outcome', cell: (change) => say(change).words },
          { name: 'Why', cell: (change) => say(change).why },
        ],
      }, // prettier-ignore
      changes,
    ),
    'The receipt',
  )
}
