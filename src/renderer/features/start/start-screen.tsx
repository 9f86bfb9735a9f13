// The first screen: two ways in, and the desks that are known. It must stay small, it is what a newcomer waits for.
import { ArrowRight, KeyRound, Store, type LucideIcon } from 'lucide-react'
import { useId, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call, failureOf } from '../../bridge/client.ts'
import { useAdoptDesks, useDesks } from '../../bridge/desk-queries.ts'
import { connectPlace, screenPlace, startPlace } from '../../state/places.ts'
import { BusinessMark } from '../../ui/business-mark.tsx'
import { DeskMark } from '../../ui/desk-mark.tsx'
import { DesksUnread } from '../../ui/desks-unread.tsx'
import { keepFocusOnScreen } from '../../ui/give-focus-back.ts'
import { deskName, inOrderShown, keysOfDesk, standingWord } from '../../ui/words/desk-words.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { ScreenTitle } from '../../ui/screen-title.tsx'
import { Banner, ErrorState, Spinner } from '../../ui/states.tsx'
import { useStayed } from '../../ui/still-here.ts'
import { toast } from '../../ui/toast.tsx'
import { ConnectForm, type WantedKey } from './connect-form.tsx'
import mark from '../../../../resources/icon.svg'

export function StartScreen() {
  const [, navigate] = useLocation()
  const { connecting, wanted } = readAsked(useSearch())
  const { enter, enterDemo, opening, failure } = useEntering()
  return (
    <main ref={keepFocusOnScreen} className="h-full overflow-auto">
      <div className="mx-auto flex min-h-full w-full max-w-[580px] flex-col justify-center px-6 py-12">
        <header className="mb-8 flex items-center gap-4">
          <img src={mark} alt="" className="size-14 shrink-0" />
          <div>
            <ScreenTitle className="text-2xl tracking-[-0.02em]">Bursar</ScreenTitle>
            <p className="text-lg text-ink-2">
              {connecting ? 'Connect a Stripe account' : 'Find, understand and refund payments on Stripe.'}
            </p>
          </div>
        </header>
        {connecting ? (
          <ConnectForm
            wanted={wanted}
            onConnected={(desk, stayed) => {
              enter(desk, stayed)
              if (wanted && desk.businessName !== wanted.name) sayOther(desk, wanted)
            }}
            onBack={() => navigate(startPlace)}
          />
        ) : (
          <>
            {failure && (
              <div className="mb-4 overflow-hidden rounded-lg">
                <Banner tone="bad">{failure.message}</Banner>
              </div>
            )}
            <div className="overflow-hidden rounded-xl border border-line-strong">
              <Choice
                icon={Store}
                word="Open the demo desk"
                says="A year of a made-up business; nothing leaves this machine."
                busy={opening}
                onChoose={() => void enterDemo()}
              />
              <div className="border-t border-line" />
              <Choice
                icon={KeyRound}
                word="Connect a Stripe account"
                says="Test and live are kept apart; live is read-only until unlocked."
                onChoose={() => navigate(connectPlace())}
              />
            </div>
            <KnownDesks />
          </>
        )}
      </div>
    </main>
  )
}

/** What the address asks of this screen. */
function readAsked(search: string): { connecting: boolean; wanted: WantedKey | null } {
  const parts = new URLSearchParams(search)
  const [mode, name] = [parts.get('connect'), parts.get('name')]
  const wanted: WantedKey | null =
    name !== null && (mode === 'test' || mode === 'live') ? { mode, name } : null
  return { connecting: mode !== null, wanted }
}

function sayOther(desk: Desk, wanted: WantedKey): void {
  toast({
    title: `This key is of ${desk.businessName}`,
    description: `Not of ${wanted.name}. It was connected as a desk of its own.`,
    tone: 'red',
  })
}

/** Ways onto a desk: each ends on its payments, unless the operator has gone elsewhere meanwhile. */
function useEntering() {
  const adopt = useAdoptDesks()
  const [, navigate] = useLocation()
  const [opening, setOpening] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const stays = useStayed()
  const enter = (desk: Desk, stayed: boolean): void => {
    adopt(desk)
    if (stayed) navigate(screenPlace(desk.id, 'payments'))
    else toast({ title: `${deskName(desk)} is open`, description: 'It stands among your desks.' })
  }
  const enterDemo = async (): Promise<void> => {
    if (opening) return
    setOpening(true)
    setFailure(null)
    const stayed = stays()
    const result = await call('desk.openDemo', {})
    setOpening(false)
    if (result.ok) enter(result.value, stayed())
    else if (stayed()) setFailure(result.error)
    else toast({ title: 'The demo desk was not opened', description: result.error.message, tone: 'red' })
  }
  return { enter, enterDemo, opening, failure }
}

function Choice({
  icon: Icon,
  word,
  says,
  busy = false,
  onChoose,
}: {
  icon: LucideIcon
  word: string
  says: string
  busy?: boolean
  onChoose: () => void
}) {
  const saysId = useId()
  return (
    <div className="group relative flex items-center gap-4 px-5 py-4 hover:bg-hover active:bg-press">
      <Icon size={20} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-accent" />
      <div className="min-w-0 flex-1">
        <button
          type="button"
          aria-describedby={saysId}
          aria-busy={busy}
          onClick={onChoose}
          className="block text-left text-lg font-semibold outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-3 focus-visible:after:outline-accent"
        >
          {word}
        </button>
        <p id={saysId} className="text-pretty text-ink-2">
          {says}
        </p>
      </div>
      {busy ? (
        <Spinner size={16} />
      ) : (
        <ArrowRight size={16} aria-hidden="true" className="text-ink-3 group-hover:text-ink" />
      )}
    </div>
  )
}

function KnownDesks() {
  const desks = useDesks()
  if (desks.isLoadingError) {
    return (
      <ErrorState
        title="Your desks could not be listed"
        failure={failureOf(desks.error)}
        onRetry={() => void desks.refetch()}
      />
    )
  }
  const known = inOrderShown(desks.data ?? [])
  if (known.length === 0) return <DesksUnread />
  return (
    <section aria-labelledby="known-desks" className="mt-8">
      <DesksUnread />
      <h2 id="known-desks" className="mb-1.5 px-5 text-sm font-medium text-ink-3">
        Your desks
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line">
        {known.map((desk) => {
          const keysShown = keysOfDesk(known, desk.id)
          return (
            <li key={desk.id}>
              <Link
                href={screenPlace(desk.id, 'payments')}
                className="group flex h-11 items-center gap-3 px-5 -outline-offset-3 hover:bg-hover"
              >
                <DeskMark desk={desk} />
                <BusinessMark name={desk.businessName} color={desk.color} />
                <span className="min-w-0 flex-1 truncate font-medium">{desk.businessName}</span>
                <span className="truncate text-sm text-ink-3">{standingWord(desk)}</span>
                {keysShown !== undefined && <Kbd keys={keysShown} />}
                <ArrowRight size={16} aria-hidden="true" className="text-ink-3 group-hover:text-ink" />
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
