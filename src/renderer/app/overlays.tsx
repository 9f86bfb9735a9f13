// What lies over the screens: the palette, the keys, the forms of orders, the question who is there, questions before an order, and the tray of orders. All but the tray load on demand.
import { lazy, Suspense } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { closeOverlay, endUnlocking, openOverlay, useOverlay } from '../state/overlays.ts'
import { lateOverlay } from './late.tsx'

const CommandPalette = lateOverlay(async () => (await import('./command-palette.tsx')).CommandPalette)
const KeysHelp = lateOverlay(async () => (await import('./keys-help.tsx')).KeysHelp)
const RefundDialog = lateOverlay(
  async () => (await import('../features/refunds/refund-dialog.tsx')).RefundDialog,
)
const RefundQuestion = lateOverlay(
  async () => (await import('../features/refunds/dialogs.tsx')).RefundQuestion,
)
const ChangeDialog = lateOverlay(
  async () => (await import('../features/changes/change-dialog.tsx')).ChangeDialog,
)
const NoteDialog = lateOverlay(async () => (await import('../features/customers/note-dialog.tsx')).NoteDialog)
const RetryManyDialog = lateOverlay(
  async () => (await import('../features/changes/retry-many-dialog.tsx')).RetryManyDialog,
)
const SubscriptionsManyDialog = lateOverlay(
  async () => (await import('../features/changes/subscriptions-many-dialog.tsx')).SubscriptionsManyDialog,
)
const AccessPolicyDialog = lateOverlay(
  async () => (await import('../features/access/policy-dialog.tsx')).AccessPolicyDialog,
)
const CaseDialog = lateOverlay(async () => (await import('../features/failures/case-dialog.tsx')).CaseDialog)
const DeclinesDialog = lateOverlay(
  async () => (await import('../features/failures/declines-dialog.tsx')).DeclinesDialog,
)
const DayCheckDialog = lateOverlay(
  async () => (await import('../features/overview/day-check-dialog.tsx')).DayCheckDialog,
)
const MailDialog = lateOverlay(async () => (await import('../features/mail/mail-dialog.tsx')).MailDialog)
const OrderTray = lazy(async () => ({
  default: (await import('../features/refunds/order-tray.tsx')).OrderTray,
}))
const UnlockDialog = lateOverlay(
  async () => (await import('../features/lock/unlock-dialog.tsx')).UnlockDialog,
)
const ReplaceKey = lateOverlay(async () => (await import('../features/keys/replace-key.tsx')).ReplaceKey)
const importQuestions = () => import('./freshness-questions.tsx')
const StopReading = lateOverlay(async () => (await importQuestions()).StopReading)
const Rebuild = lateOverlay(async () => (await importQuestions()).Rebuild)

/** Reads the code of what is typed into at once: a letter that is typed before it is there is lost. */
export async function readOverlaysAhead(): Promise<void> {
  await Promise.all([CommandPalette.load(), RefundDialog.load()]).catch(() => undefined)
}

export function Overlays({ desk }: { desk: Desk }) {
  const { overlay, unlocking } = useOverlay()
  const unlocked = (): void => {
    const wanted = unlocking?.wanted ?? null
    endUnlocking()
    if (typeof wanted === 'function') wanted()
    else if (wanted !== null) openOverlay(wanted)
  }
  const unlock = unlocking && <UnlockDialog desk={desk} onUnlocked={unlocked} onClose={endUnlocking} />
  const refund = overlay.kind === 'refund' && overlay.deskId === desk.id ? overlay : null
  const question = overlay.kind === 'refund-question' && overlay.deskId === desk.id ? overlay : null
  const change = overlay.kind === 'change' && overlay.deskId === desk.id ? overlay : null
  const note = overlay.kind === 'note' && overlay.deskId === desk.id ? overlay : null
  const written = overlay.kind === 'case' && overlay.deskId === desk.id ? overlay : null
  const retries = overlay.kind === 'retry-many' && overlay.deskId === desk.id ? overlay : null
  const subscriptions = overlay.kind === 'subscriptions-many' && overlay.deskId === desk.id ? overlay : null
  const accessPolicy = overlay.kind === 'access-policy' && overlay.deskId === desk.id
  const declines = overlay.kind === 'declines' && overlay.deskId === desk.id
  const dayCheck = overlay.kind === 'day-check' && overlay.deskId === desk.id
  const mail = overlay.kind === 'mail' && overlay.deskId === desk.id ? overlay : null
  return (
    <>
      {/* By itself: while a dialog is fetched, what is held stays in sight. */}
      <Suspense fallback={null}>
        <OrderTray deskId={desk.id} />
      </Suspense>
      {overlay.kind === 'palette' && (
        <CommandPalette desk={desk} finding={overlay.finding} onClose={closeOverlay} />
      )}
      {overlay.kind === 'keys' && <KeysHelp onClose={closeOverlay} />}
      {overlay.kind === 'rebuild' && <Rebuild deskId={desk.id} onClose={closeOverlay} />}
      {overlay.kind === 'replace-key' && <ReplaceKey desk={desk} onClose={closeOverlay} />}
      {refund ? (
        <RefundDialog
          key={refund.paymentId}
          desk={desk}
          paymentId={refund.paymentId}
          amount={refund.amount}
          above={unlock}
          onClose={closeOverlay}
        />
      ) : question ? (
        <RefundQuestion
          desk={desk}
          about={question.about}
          refund={question.refund}
          above={unlock}
          onClose={closeOverlay}
        />
      ) : change ? (
        <ChangeDialog
          key={JSON.stringify(change.wanted)}
          desk={desk}
          wanted={change.wanted}
          above={unlock}
          onClose={closeOverlay}
        />
      ) : note ? (
        <NoteDialog
          key={note.customerId}
          desk={desk}
          customerId={note.customerId}
          above={unlock}
          onClose={closeOverlay}
        />
      ) : written ? (
        <CaseDialog desk={desk} act={written.act} rows={written.rows} above={unlock} onClose={closeOverlay} />
      ) : retries ? (
        <RetryManyDialog
          desk={desk}
          rows={retries.rows}
          act={retries.act}
          above={unlock}
          onClose={closeOverlay}
        />
      ) : subscriptions ? (
        <SubscriptionsManyDialog
          desk={desk}
          act={subscriptions.act}
          rows={subscriptions.rows}
          above={unlock}
          onClose={closeOverlay}
        />
      ) : accessPolicy ? (
        <AccessPolicyDialog desk={desk} above={unlock} onClose={closeOverlay} />
      ) : declines ? (
        <DeclinesDialog desk={desk} above={unlock} onClose={closeOverlay} />
      ) : overlay.kind === 'stop-reading' ? (
        <StopReading deskId={desk.id} above={unlock} onClose={closeOverlay} />
      ) : (
        unlock
      )}
      {dayCheck && <DayCheckDialog desk={desk} onClose={closeOverlay} />}
      {mail && <MailDialog deskId={desk.id} draft={mail.draft} onClose={closeOverlay} />}
    </>
  )
}
