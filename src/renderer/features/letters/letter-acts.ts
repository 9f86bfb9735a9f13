// What a person does with a letter: reads it over and opens it in their own mail program, and notes here that it was sent, or that none will be.
// Bursar sends nothing.
import { useCallback, useState } from 'react'
import type { Draft } from '../../../contract/letters.ts'
import type { Desk } from '../../../contract/desks.ts'
import { call } from '../../bridge/client.ts'
import { useSpoilDrafts } from '../../bridge/letter-queries.ts'
import { openOverlay } from '../../state/overlays.ts'
import { openForm } from '../../ui/orders/open-form.ts'
import { noNote, noteAccess } from '../../ui/orders/order-access.ts'
import { toast } from '../../ui/toast.tsx'

export function useLetterActs(desk: Desk) {
  const spoil = useSpoilDrafts(desk.id)
  const [busy, setBusy] = useState(false)
  const note = useCallback(
    async (letter: Draft, as: 'sent' | 'dismissed'): Promise<void> => {
      setBusy(true)
      const marked = await call('draft.mark', {
        deskId: desk.id,
        invoiceId: letter.invoiceId,
        eventId: letter.eventId,
        as,
      })
      setBusy(false)
      spoil()
      if (!marked.ok) toast({ title: 'Nothing was noted', description: marked.error.message, tone: 'red' })
      else
        toast({
          title: as === 'sent' ? 'Noted as sent' : 'Dismissed',
          description: `${letter.to ?? 'No address'}: ${letter.subject}`,
        })
    },
    [desk.id, spoil],
  )
  const mark = useCallback(
    (letter: Draft, as: 'sent' | 'dismissed'): void =>
      openForm(noteAccess(desk), () => void note(letter, as), noNote),
    [desk, note],
  )
  const write = useCallback(
    ({ customerId, to, subject, text }: Draft): void =>
      openOverlay({
        kind: 'mail',
        deskId: desk.id,
        draft: { customerId, ...(to === null ? {} : { to }), subject, body: text },
      }),
    [desk.id],
  )
  return { busy, mark, write }
}
