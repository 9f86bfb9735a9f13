// All definitions of a screen in one list, for whoever does not want to hover over each.
import { CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './button.tsx'
import { Popover } from './popover.tsx'
import { ScrollBox } from './scroll-box.tsx'

export function Definitions({ words }: { words: readonly { word: string; means: string }[] }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="What the figures mean"
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton icon={CircleHelp} label="What the figures mean" />}
    >
      <ScrollBox label="Definitions" className="max-h-[60vh] w-[min(360px,80vw)]">
        <dl className="flex flex-col gap-2">
          {words.map(({ word, means }) => (
            <div key={word}>
              <dt className="font-medium">{word}</dt>
              <dd className="text-sm text-ink-2">{means}</dd>
            </div>
          ))}
        </dl>
      </ScrollBox>
    </Popover>
  )
}
