import {expect, test} from 'vitest';
import {circles, strayPackages, wrongArrows} from './house/arrows.ts';
import {barrel, emptyName, impurities, leftOut, looseTypes, speaksOutOfTurn} from './house/habits.ts';
import {longFile, unwieldyFunctions} from './house/measures.ts';
import {readSources} from './house/source.ts';

const house = readSources('src');
const tests = readSources('test');
const everything = [...house, ...tests];

test('imports point down only', () => {
	expect(house.flatMap(wrongArrows)).toEqual([]);
});

test('no file imports itself by way of others', () => {
	expect(circles(house)).toEqual([]);
});

test('every npm package has its room', () => {
	expect(house.flatMap(strayPackages)).toEqual([]);
});

test('the pure rooms have no clock, no dice and no way out', () => {
	expect(house.flatMap(impurities)).toEqual([]);
});

test('only the front door speaks to the terminal and ends the process', () => {
	expect(house.flatMap(speaksOutOfTurn)).toEqual([]);
});

test('a file is read in one go', () => {
	expect(everything.flatMap(longFile)).toEqual([]);
});

test('a function does one thing, with few parameters and without deep nesting', () => {
	expect(house.flatMap(unwieldyFunctions)).toEqual([]);
});

test('types are named, and nothing is asserted to be there', () => {
	expect(everything.flatMap(looseTypes)).toEqual([]);
});

test('names say what is inside, and every thing has one way to it', () => {
	expect(everything.flatMap(source => [...emptyName(source), ...barrel(source)])).toEqual([]);
});

test('no test is left out', () => {
	expect(tests.flatMap(leftOut)).toEqual([]);
});
