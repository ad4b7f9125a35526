import { fault } from '../domain/errors.ts'

const MAX_DEPTH = 32

/** Counts what JSON.parse does not report: how deep `text` nests and how many members it writes. */
const survey = (text: string) => {
  let depth = 0
  let members = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x3a) members++
    else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > MAX_DEPTH) throw fault('SerializationException', 'The request is nested too deeply.')
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return members
}

/** Counts the members of a parsed value and refuses what no store could keep. */
const inspect = (value: unknown): number => {
  if (typeof value === 'string') return checkText(value)
  if (typeof value === 'number') return checkNumber(value)
  if (value === null || typeof value !== 'object') return 0
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + inspect(item), 0)
  let members = 0
  for (const [name, item] of Object.entries(value)) {
    if (name === '__proto__') throw fault('SerializationException', 'A member may not be named __proto__.')
    checkText(name)
    members += 1 + inspect(item)
  }
  return members
}

const checkText = (text: string) => {
  if (!text.isWellFormed() || text.includes('\0')) {
    throw fault('SerializationException', 'A string holds characters that are not valid text.')
  }
  return 0
}

const checkNumber = (number: number) => {
  if (!Number.isFinite(number)) throw fault('SerializationException', 'A number is too large.')
  return 0
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Parses a request body: one JSON object in UTF-8. An empty body is an empty object, as the service
 * has it. Raises SerializationException for anything else, for duplicate members, for numbers that
 * would be infinite, and for strings with lone surrogates or NUL (RFC 8259 section 8.2 leaves both
 * undefined; PostgreSQL keeps neither).
 */
export const parseJson = (body: Uint8Array): object => {
  if (body.length === 0) return {}
  let value: unknown
  let members: number
  try {
    const text = decoder.decode(body)
    members = survey(text)
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) {
      throw fault('SerializationException', 'The request body is not valid JSON.')
    }
    throw error
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw fault('SerializationException', 'The request body is not a JSON object.')
  }
  if (inspect(value) !== members) throw fault('SerializationException', 'The request holds a member twice.')
  return value
}
