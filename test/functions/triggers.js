// The function of every trigger: it keeps what it is given, and answers what `answers.json` says for the event's source.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

const file = (name) => new URL(`./${name}`, import.meta.url)

export const handler = async (event) => {
  appendFileSync(file('events.jsonl'), `${JSON.stringify(event)}\n`)
  const answers = existsSync(file('answers.json')) ? JSON.parse(readFileSync(file('answers.json'), 'utf8')) : {}
  const answer = answers[event.triggerSource] ?? {}
  if (answer.error !== undefined) throw new Error(answer.error)
  return { ...event, response: { ...event.response, ...answer } }
}
