// Says over the whole window which business and mode one is coming to, for less than a second. It takes clicks meant for what
// was there before, but no keys, and it must never stay.
import { FlaskConical, Landmark, Store, type LucideIcon } from 'lucide-react'
import { useEffect } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { useDesks } from '../bridge/desk-queries.ts'
import { useHere } from '../state/here.ts'
import { classes } from '../ui/classes.ts'
import { deskName, modeWord, moneyWord, type ModeWord } from '../ui/words/desk-words.ts'

const shownMilliseconds = 850

const icons: Record<ModeWord, LucideIcon> = { DEMO: Store, TEST: FlaskConical, LIVE: Landmark }

export function SwitchAnnouncement() {
  const announcing = useHere((state) => state.announcing)
  const desk = useDesks().data?.find(({ id }) => id === announcing)
  useEffect(() => {
    if (announcing === null) return
    const timer = setTimeout(() => useHere.setState({ announcing: null }), shownMilliseconds)
    return () => clearTimeout(timer)
  }, [announcing])
  return (
    <>
      <p role="status" aria-live="assertive" className="unseen">
        {desk && `${deskName(desk)}. ${moneyWord(desk)}.`}
      </p>
      {desk && <Announcement desk={desk} />}
    </>
  )
}

function Announcement({ desk }: { desk: Desk }) {
  const word = modeWord(desk)
  const live = word === 'LIVE'
  const Icon = icons[word]
  return (
    <div
      aria-hidden="true"
      data-testid="announcement"
      className={classes(
        'announcement fixed inset-0 z-50 flex flex-col items-center justify-center gap-2 px-6 text-center',
        live ? 'live-word' : 'bg-rail text-ink',
      )}
    >
      {live && <div className="live-edge absolute inset-0" />}
      <Icon size={56} strokeWidth={1.5} />
      <span className="text-[56px] leading-[64px] font-semibold tracking-[0.12em]">{word}</span>
      <span className="max-w-full truncate text-2xl font-medium">{desk.businessName}</span>
      <span className={live ? 'text-lg' : 'text-lg text-ink-2'}>{moneyWord(desk)}</span>
    </div>
  )
}
