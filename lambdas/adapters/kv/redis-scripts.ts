/**
 * Scripts over one key each, so that they run in a cluster. A value is held as `expires|version|taker|value`, a counter
 * as `resets|count`; times are milliseconds of our clock and come as arguments, never from the server.
 */

/** KEYS: value. ARGV: now, version, the new entry, its time to live in ms. Answers 1 where it wrote. */
export const putIfNewerScript = `
local held = redis.call('GET', KEYS[1])
if held then
  local expires, version, taker = string.match(held, '^(%d+)|(%d*)|([^|]*)|')
  if expires and tonumber(expires) > tonumber(ARGV[1]) and taker == '' and version ~= ''
    and tonumber(version) > tonumber(ARGV[2]) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1`;

/** KEYS: value. ARGV: now, taker. Answers the value for its first taker, each time that this one asks. */
export const takeScript = `
local held = redis.call('GET', KEYS[1])
if not held then return false end
local expires, version, taker, value = string.match(held, '^(%d+)|(%d*)|([^|]*)|(.*)$')
if not expires or tonumber(expires) <= tonumber(ARGV[1]) then return false end
if taker == '' then
  redis.call('SET', KEYS[1], expires .. '|' .. version .. '|' .. ARGV[2] .. '|' .. value, 'KEEPTTL')
elseif taker ~= ARGV[2] then
  return false
end
return value`;

/** KEYS: counter. ARGV: now, by, when a new window would end, its time to live in ms. Answers count and end. */
export const incrementScript = `
local held = redis.call('GET', KEYS[1])
local by = tonumber(ARGV[2])
local resets, count
if held then resets, count = string.match(held, '^(%d+)|(%d+)$') end
if not resets or tonumber(resets) <= tonumber(ARGV[1]) then
  if by <= 0 then return {'0', ARGV[1]} end
  count = string.format('%.0f', by)
  redis.call('SET', KEYS[1], ARGV[3] .. '|' .. count, 'PX', ARGV[4])
  return {count, ARGV[3]}
end
count = string.format('%.0f', math.max(0, tonumber(count) + by))
redis.call('SET', KEYS[1], resets .. '|' .. count, 'KEEPTTL')
return {count, resets}`;
