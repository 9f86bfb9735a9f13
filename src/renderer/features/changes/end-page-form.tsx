// Ends a hosted page that was made in Bursar before its time: whoever has its link can't finish there any more.
import type { Change } from '../../../contract/changes.ts'
import type { WantedChange } from '../../state/overlays.ts'
import { ChangeForm } from './change-form.tsx'
import type { FormProps } from './form-props.ts'
import { useOrderIds } from './planned.ts'

export function EndPageForm({
  wanted: { sessionId, subject },
  ...form
}: { wanted: Extract<WantedChange, { form: 'expire_session' }> } & FormProps) {
  const idOf = useOrderIds()
  const change: Change = { kind: 'expire_session', sessionId }
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name: '' }]}
      subject={subject}
      act="End the page"
      grave
    >
      <p className="text-ink-2">Whoever opens its link, or has it open, can’t finish there any more.</p>
    </ChangeForm>
  )
}
