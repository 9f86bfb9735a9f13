// How many orders are held on other desks, as ways there: they can only be undone where they belong. It must never say what they are.
import { Hourglass } from 'lucide-react'
import { Link } from 'wouter'
import { useDesks } from '../bridge/desk-queries.ts'
import { useOrdersStore } from '../state/orders.ts'
import { screenPlace } from '../state/places.ts'
import { modeWord } from '../ui/words/desk-words.ts'

export function HeldElsewhere() {
  const held = Object.values(useOrdersStore((state) => state.heldElsewhere))
  const desks = useDesks().data ?? []
  return desks
    .filter(({ id }) => held.includes(id))
    .map((desk) => {
      const count = held.filter((id) => id === desk.id).length
      const words = `${count} ${count === 1 ? 'order' : 'orders'} held on ${desk.businessName} ${modeWord(desk)}`
      return (
        <Link
          key={desk.id}
          href={screenPlace(desk.id, 'refunds')}
          title={words}
          className="flex min-h-[30px] items-center gap-2 rounded-md px-2 py-1 text-sm text-ink-2 hover:bg-press hover:text-ink"
        >
          <Hourglass size={14} aria-hidden="true" className="shrink-0" />
          <span className="max-lg:unseen">{words}</span>
        </Link>
      )
    })
}
