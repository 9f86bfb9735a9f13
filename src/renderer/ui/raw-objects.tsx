// The objects as Stripe gave them: foldable, searchable, copied whole. Loaded when first shown.
import { useState } from 'react'
import { Button } from './button.tsx'
import { copyText } from './copy.ts'
import { Field, TextInput } from './field.tsx'
import { JsonTree, type Json } from './json-tree.tsx'
import { readableJson } from './readable-json.ts'

export interface RawObject {
  /** "Refund re_1". */
  title: string
  json: string
}

export function RawObjects({ objects, unfolded }: { objects: readonly RawObject[]; unfolded: number }) {
  const [wanted, setWanted] = useState('')
  return (
    <div className="flex flex-col gap-2">
      <Field label="Search in the JSON" labelHidden>
        {(control) => (
          <TextInput
            {...control}
            value={wanted}
            placeholder="Key or value"
            onChange={(event) => setWanted(event.target.value)}
          />
        )}
      </Field>
      {objects.map((object) => (
        <div key={object.title}>
          <div className="flex items-center justify-between">
            <h4 className="font-medium text-ink-2">{object.title}</h4>
            <Button
              look="ghost"
              size="small"
              aria-label={`Copy ${object.title} as JSON`}
              onClick={() => void copyText(readableJson(object.json), object.title)}
            >
              Copy
            </Button>
          </div>
          <Parsed json={object.json} wanted={wanted.trim().toLowerCase()} unfolded={unfolded} />
        </div>
      ))}
    </div>
  )
}

function Parsed({ json, wanted, unfolded }: { json: string; wanted: string; unfolded: number }) {
  let value: Json
  try {
    value = JSON.parse(json) as Json
  } catch {
    // Not JSON after all: shown as it came rather than hidden.
    return <pre className="overflow-x-auto font-mono text-sm">{json}</pre>
  }
  return <JsonTree value={value} wanted={wanted} unfolded={unfolded} />
}
