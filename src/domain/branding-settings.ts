import type { Json, JsonObject } from './branding.ts'
import { defaultSettings } from './branding-defaults.ts'
import { fault } from './errors.ts'
import { unverifiedBrandingTexts } from './unverified-branding-texts.ts'

const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const invalid = (path: string, wanted: string) =>
  fault('InvalidParameterException', unverifiedBrandingTexts.settings(path, wanted))

const COLOUR = /^[0-9a-fA-F]{8}$/
const TOKEN = /^[\w-]{1,64}$/
const MAX_ITEMS = 100
const MAX_TEXT = 256
const MAX_NUMBER = 1000

/** Settings that are one of a few words. */
const words: Readonly<Record<string, readonly string[]>> = {
  'categories.form.location.horizontal': ['START', 'CENTER', 'END'],
  'categories.form.location.vertical': ['START', 'CENTER', 'END'],
  'categories.global.colorSchemeMode': ['LIGHT', 'DARK', 'DYNAMIC'],
}

const checkText = (text: string, model: string, path: string) => {
  const allowed = words[path]
  if (allowed && !allowed.includes(text)) throw invalid(path, `one of ${allowed.join(', ')}`)
  if (COLOUR.test(model) && !COLOUR.test(text)) throw invalid(path, 'a color of eight hexadecimal digits')
  // A model of no text stands for any, as names of identity providers.
  if (model !== '' && !TOKEN.test(text)) throw invalid(path, 'a word')
  if (text.length > MAX_TEXT) throw invalid(path, `a text of at most ${MAX_TEXT} characters`)
}

/** Holds a value against the one in the server's own look: of the same type, and of the same form. */
const checkLike = (value: unknown, model: Json, path: string): void => {
  if (typeof model === 'boolean' && typeof value !== 'boolean') throw invalid(path, 'a boolean')
  if (typeof model === 'number' && !(typeof value === 'number' && value >= 0 && value <= MAX_NUMBER)) {
    throw invalid(path, `a number from 0 to ${MAX_NUMBER}`)
  }
  if (typeof model === 'string') {
    if (typeof value !== 'string') throw invalid(path, 'a string')
    checkText(value, model, path)
  }
  if (Array.isArray(model)) {
    if (!Array.isArray(value) || value.length > MAX_ITEMS) throw invalid(path, `a list of at most ${MAX_ITEMS} items`)
    for (const [index, item] of value.entries()) checkLike(item, model[0] ?? '', `${path}.${index}`)
  }
  if (isObject(model)) {
    if (!isObject(value)) throw invalid(path === '' ? 'Settings' : path, 'an object')
    for (const [name, item] of Object.entries(value)) {
      const known = Object.hasOwn(model, name) ? model[name] : undefined
      if (known !== undefined) checkLike(item, known, path === '' ? name : `${path}.${name}`)
    }
  }
}

/**
 * The settings that a request states. Those that nobody knows are kept and mean nothing, as the service
 * has it. Raises InvalidParameterException for a known one of another type, or of a form that no page could use.
 */
export const statedSettings = (settings: unknown): JsonObject => {
  checkLike(settings, defaultSettings, '')
  return settings as JsonObject // `checkLike` insists on an object, and JSON it was
}

/** `base` with what `over` states in the place of its own: objects member by member, all else whole. */
export const mergeSettings = (base: JsonObject, over: JsonObject): JsonObject => {
  const merged: Record<string, Json> = { ...base }
  for (const [name, value] of Object.entries(over)) {
    const below = Object.hasOwn(base, name) ? base[name] : undefined
    merged[name] = isObject(below) && isObject(value) ? mergeSettings(below, value) : value
  }
  return merged
}

/** As much as a request could state at once. */
const MAX_BYTES = 2 * 1024 * 1024

/**
 * The settings that a look has after a change. Raises InvalidParameterException where they would be larger than
 * any request: changes add up, as members that nobody knows are kept.
 */
export const changedSettings = (before: JsonObject, stated: JsonObject): JsonObject => {
  const settings = mergeSettings(before, stated)
  if (Buffer.byteLength(JSON.stringify(settings)) <= MAX_BYTES) return settings
  throw fault('InvalidParameterException', unverifiedBrandingTexts.settingsSize(MAX_BYTES))
}

/** Every setting that is in effect: those that are stated, over the server's own. */
export const settingsInEffect = (settings: JsonObject): JsonObject => mergeSettings(defaultSettings, settings)
