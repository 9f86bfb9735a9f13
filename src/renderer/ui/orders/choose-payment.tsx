// A box beside a payment that stands outside of the list of payments: it chooses the payment for a bulk refund, as the list does. What of it can be
// refunded is read when it is chosen.
import { useState } from 'react'
import { call } from '../../bridge/client.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { useHere } from '../../state/here.ts'
import { ChoiceBox } from '../lists/choice-mark.tsx'
import { toast } from '../toast.tsx'

export function ChoosePayment({
  deskId,
  paymentIntentId,
  name,
}: {
  deskId: string
  paymentIntentId: string
  /** What it is called where it stands. */
  name: string
}) {
  const chosen = chosenPayments.use((state) => state.chosen.get(paymentIntentId))
  const [busy, setBusy] = useState(false)
  const choose = async (): Promise<void> => {
    if (chosen) return chosenPayments.toggle(chosen)
    if (busy) return
    setBusy(true)
    const askedAt = useHere.getState().deskId
    const read = await call('payments.detail', { deskId, id: paymentIntentId })
    setBusy(false)
    // What is chosen is let go with its desk: nothing of it may come after.
    if (useHere.getState().deskId !== askedAt) return
    if (read.ok) chosenPayments.add([read.value.payment])
    else toast({ title: 'It could not be chosen', description: read.error.message, tone: 'red' })
  }
  return <ChoiceBox label={`Choose ${name}`} checked={chosen !== undefined} onToggle={() => void choose()} />
}
