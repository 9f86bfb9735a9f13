// All definitions of a screen in one list, for whoever does not want to hover over each.
import { CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './button.tsx'
import { Popover } from './popover.tsx'

export function Definitions({ words }: { words: readonly { word: string; means: string }[] }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="What the figures mean"
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton icon={CircleHelp} label="What the figures mean" />}
    >
      <dl className="flex max-h-[60vh] w-[min(360px,80vw)] flex-col gap-2 overflow-y-auto">
        {words.map(({ word, means }) => (
          <div key={word}>
            <dt className="font-medium">{word}</dt>
            <dd className="text-sm text-ink-2">{means}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  )
}
