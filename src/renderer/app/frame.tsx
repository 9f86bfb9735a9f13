// The frame around every screen of a desk: rail, notices, footer, and a red edge where the money is real.
import { Search } from 'lucide-react'
import { memo, useEffect, useRef, useState, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import { call } from '../bridge/client.ts'
import { openOverlay } from '../state/overlays.ts'
import { screenPlace, type Screen } from '../state/places.ts'
import { classes } from '../ui/classes.ts'
import { DesksUnread } from '../ui/desks-unread.tsx'
import { keepFocusOnScreen } from '../ui/give-focus-back.ts'
import { Kbd } from '../ui/kbd.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Banner } from '../ui/states.tsx'
import { DeskSwitcher } from './desk-switcher.tsx'
import { Footer } from './footer.tsx'
import { screensToGoTo, type ScreenToGoTo } from './go-to.ts'
import { HeldElsewhere } from './held-elsewhere.tsx'
import { KeyBanner } from './key-banner.tsx'
import { LiveBar } from './live-bar.tsx'
import { LiveEdge } from './live-edge.tsx'
import { ReadAhead } from './read-ahead.tsx'
import { readScreen } from './screens.tsx'
import { SyncBanner } from './sync-banner.tsx'
import { useWindowTitle } from './window-title.ts'

const rail = screensToGoTo.filter(({ offRail }) => !offRail)

export function Frame({ desk, children }: { desk: Desk; children: ReactNode }) {
  const [path, navigate] = useLocation()
  const live = desk.mode === 'live'
  const isAt = (screen: Screen): boolean => path.startsWith(screenPlace(desk.id, screen))
  useWindowTitle(desk, screensToGoTo.find(({ screen }) => isAt(screen))?.word)
  useShortcuts({
    ...Object.fromEntries(
      screensToGoTo.map(({ screen, keys }) => [keys, () => navigate(screenPlace(desk.id, screen))]),
    ),
    'g d': () => openOverlay({ kind: 'desks' }),
    '/': () => (hasOwnSearch() ? false : openOverlay({ kind: 'palette', finding: true })),
    '?': () => openOverlay({ kind: 'keys' }),
  })
  useShortcuts({ 'mod+k': () => openOverlay({ kind: 'palette', finding: false }) }, { whileTyping: true })
  return (
    <div
      className={classes(
        'grid h-full grid-cols-[48px_minmax(0,1fr)] lg:grid-cols-[196px_minmax(0,1fr)]',
        live ? 'grid-rows-[auto_minmax(0,1fr)_28px] p-[5px]' : 'grid-rows-[minmax(0,1fr)_28px]',
      )}
    >
      <ReadAhead deskId={desk.id} />
      {live && <LiveBar desk={desk} />}
      <nav aria-label="Desk" className="flex min-h-0 flex-col gap-px border-r border-line bg-rail p-2">
        <DeskSwitcher desk={desk} />
        {/* Where the window is low they scroll, and stay high enough to be hit. */}
        <div className="-m-1 flex min-h-0 flex-1 flex-col gap-px overflow-y-auto p-1 [scrollbar-width:none]">
          {rail.map((each) => {
            const href = screenPlace(desk.id, each.screen)
            return <RailLink key={each.screen} {...each} href={href} current={path.startsWith(href)} />
          })}
        </div>
        <HeldElsewhere />
        <button
          type="button"
          onClick={() => openOverlay({ kind: 'palette', finding: false })}
          title="Search and commands"
          className="flex h-[30px] shrink-0 items-center gap-2 rounded-md px-2 text-ink-2 hover:bg-press hover:text-ink"
        >
          <Search size={15} aria-hidden="true" className="shrink-0" />
          <span className="flex-1 text-left max-lg:unseen">Search</span>
          <span className="hidden lg:inline">
            <Kbd keys="mod+k" />
          </span>
        </button>
      </nav>
      <main className="relative flex min-h-0 min-w-0 flex-col">
        <div ref={keepFocusOnScreen} data-print="no" className="shrink-0">
          <DesksUnread />
          <KeyBanner desk={desk} />
          <Notices desk={desk} />
        </div>
        <div className="min-h-0 flex-1">{children}</div>
        <div ref={keepFocusOnScreen} data-print="no" className="shrink-0">
          {rail.some(({ screen, list }) => list && isAt(screen)) && (
            <SyncBanner key={desk.id} deskId={desk.id} />
          )}
        </div>
      </main>
      <Footer deskId={desk.id} />
      {live && <LiveEdge />}
    </div>
  )
}

/** Memoized: of a step to another screen only two of them hear. */
const RailLink = memo(function RailLink({
  screen,
  word,
  icon: Icon,
  keys,
  href,
  current,
}: ScreenToGoTo & { href: string; current: boolean }) {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <Link
      ref={link}
      href={href}
      aria-current={current ? 'page' : undefined}
      title={word}
      onPointerEnter={() => void readScreen(screen)}
      className={classes(
        'group flex h-[30px] min-h-6 items-center gap-2 rounded-md px-2 font-medium',
        current ? 'bg-press text-ink' : 'text-ink-2 hover:bg-press hover:text-ink',
      )}
    >
      <Icon size={15} aria-hidden="true" className="shrink-0" />
      <span className="flex-1 whitespace-nowrap max-lg:unseen">{word}</span>
      <span className="-ml-1.5 hidden opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 lg:inline">
        <Kbd keys={keys} />
      </span>
    </Link>
  )
})

/** A screen with a search of its own, within reach, keeps the key for it. */
function hasOwnSearch(): boolean {
  const fields = [...document.querySelectorAll('main [role="searchbox"]')]
  return fields.some((field) => field.closest('[inert]') === null)
}

/** What the operator should know of this desk, until put away; what comes about once more after that is told once more. */
function Notices({ desk }: { desk: Desk }) {
  const [away, setAway] = useState<readonly string[]>([])
  // The engine has it put away by now.
  const gone = away.filter((notice) => !desk.notices.includes(notice))
  if (gone.length > 0) setAway(away.filter((notice) => !gone.includes(notice)))
  const putAway = (notice: string): void => {
    setAway((before) => [...before, notice])
    // Where that can't be kept, it is told once more at the next start.
    void call('desk.putAwayNotice', { deskId: desk.id, notice })
  }
  return (
    <>
      {desk.notices
        .filter((notice) => !away.includes(notice))
        .map((notice) => (
          <Banner key={notice} tone="warn" onDismiss={() => putAway(notice)}>
            {notice}
          </Banner>
        ))}
    </>
  )
}
