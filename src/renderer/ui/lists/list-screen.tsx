// The shape of a list screen: title and what stands beside it, filters and rows on the left, the inspector on the right. It
// must know no rows: they are its children.
import { useState, type ReactNode } from 'react'
import { useSearch } from 'wouter'
import { ScreenTitle } from '../screen-title.tsx'
import { OneLine } from '../one-line.tsx'

export function ListScreen({
  name,
  beside,
  covered,
  said,
  inspector,
  children,
}: {
  /** "Events": the title, and the name of the region. */
  name: string
  /** At the end of the title's line. */
  beside?: ReactNode
  /** The inspector lies over the list. */
  covered: boolean
  /** Told to a screen reader once for what the list is asked for, such as how many match; empty for nothing. */
  said: string
  /** Null while nothing is open. */
  inspector: ReactNode
  children: ReactNode
}) {
  const told = useToldOnce(said)
  return (
    <div className="relative flex h-full min-h-0">
      <section aria-label={name} inert={covered} className="flex min-w-0 flex-1 flex-col">
        <div className="flex shrink-0 items-center pt-3 pb-1 pl-4">
          {/* As high as a button, with one beside it or without: every screen has its title in the same place. */}
          <ScreenTitle className="shrink-0 text-lg leading-[30px]">{name}</ScreenTitle>
          <OneLine height={30} className="-my-1 flex-1" line="justify-end gap-x-2 pr-4 pl-3">
            {beside}
          </OneLine>
        </div>
        {children}
        <p role="status" className="unseen">
          {/* Another element for another question: the same words are said again. */}
          <span key={told.search}>{told.said}</span>
        </p>
      </section>
      {inspector}
    </div>
  )
}

/** The first that is said for what stands in the address: rows come and go all the time, and nobody wants to hear of each. */
function useToldOnce(said: string): { search: string; said: string } {
  const search = useSearch()
  const [told, setTold] = useState({ search, said })
  if (told.search !== search || (told.said === '' && said !== '')) setTold({ search, said })
  return told
}
